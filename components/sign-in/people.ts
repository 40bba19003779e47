/** The people of the demo, each with a task that shows what Candor is for. */
export type SamplePerson = {
  readonly email: string;
  readonly name: string;
  readonly job: string;
  readonly role: string | null;
  readonly task: string;
};

export const SAMPLE_PEOPLE: readonly SamplePerson[] = [
  {
    email: "viewer@candor.example",
    name: "Vera Lindqvist",
    job: "Customer Engineer",
    role: "Viewer",
    task: "Find out whom the MAU number covers, and who is missing from it.",
  },
  {
    email: "creator@candor.example",
    name: "Chidi Okafor",
    job: "Product Analyst",
    role: "Creator",
    task: "Explore MAU by hosting type, save it as a Look, put it on a dashboard.",
  },
  {
    email: "admin@candor.example",
    name: "Ada Moreau",
    job: "Data & Analytics lead",
    role: "Admin",
    task: "Record an opt-out for Birchwood Labs, then watch a number shrink and say why.",
  },
  {
    email: "outsider@elsewhere.example",
    name: "Otto Fremd",
    job: "Works elsewhere",
    role: null,
    task: "Not allowed in, try it.",
  },
];
