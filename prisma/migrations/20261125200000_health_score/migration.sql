-- Weights and targets of the technical health score, as first proposed. A later row with its own days leaves past
-- scores as they are.
INSERT INTO setting (key, value, valid_from) VALUES
  ('health_score', '{"adoption_weight":0.4,"usage_weight":0.4,"version_weight":0.2,"adoption_early":0.5,"adoption_late":0.8,"usage_early":0.15,"usage_late":0.3,"ramp_from":60,"ramp_to":180,"release_cost":20}', '2000-01-01');
