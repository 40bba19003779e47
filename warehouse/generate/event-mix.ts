import { EVENTS } from "#warehouse/event-catalogue.ts";

/** How often each event occurs, in parts of the whole. */
const SHARES: Readonly<Record<string, number>> = {
  hover: 36,
  "codeintel.searchHover": 22,
  "codeintel.lsifHover": 18,
  goToDefinition: 8,
  "goToDefinition.preloaded": 6,
  findReferences: 5,
  "codeintel.lsifDefinitions": 4,
  "codeintel.lsifReferences.xrepo": 2,
  "codeintel.searchDefinitions": 3,
  "codeintel.searchDocumentHighlight": 6,
  SearchSubmitted: 10,
  SearchResultsQueried: 12,
  ViewSearchResults: 10,
  SearchResultsFetched: 8,
  SearchResultClicked: 6,
  DynamicFilterClicked: 2,
  "search.latencies.literal": 8,
  "search.latencies.regexp": 3,
  "search.latencies.structural": 1,
  "search.latencies.diff": 1,
  ViewHome: 8,
  ViewRepository: 8,
  ViewBlob: 22,
  ViewTree: 6,
  ViewSignIn: 2,
  SignInSucceeded: 2,
  CodeMonitorEmailLinkClicked: 1,
  SavedSearchEmailClicked: 1,
  IDESearchSubmitted: 2,
  ExtensionActivation: 2,
  BrowserExtensionInstalled: 1,
};

const BUILDER: Readonly<Record<string, number>> = {
  ViewBatchChangesListPage: 8,
  ViewBatchChangeApplyPage: 6,
  BatchSpecCreated: 4,
  BatchChangeCreated: 2,
  ViewInsights: 8,
  InsightHover: 6,
  InsightAddition: 1,
  ViewSearchNotebookPage: 6,
  SearchNotebookRunBlock: 4,
  ViewCodeMonitoringPage: 3,
  ViewSiteAdminOverview: 2,
};

function slots(shares: Readonly<Record<string, number>>): string[] {
  return Object.entries(shares).flatMap(([name, share]) => Array.from({ length: share }, () => name));
}

/** A slot per part: a draw from a list is a draw from the mix. */
export const EVERYDAY = slots(SHARES);
export const BUILDERS = [...EVERYDAY, ...slots(BUILDER)];
/** What a day of use begins with: always something that counts as use. */
export const FIRST = EVERYDAY.filter((name) => EVENTS.get(name)?.active === true);
