/** Whether a user who did only this counts as active, and under which product area it is counted. */
export type EventKind = { readonly family: string; readonly active: boolean };

const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  "Code navigation": [
    "hover",
    "goToDefinition",
    "goToDefinition.preloaded",
    "findReferences",
    "codeintel.searchHover",
    "codeintel.lsifHover",
    "codeintel.lsifDefinitions",
    "codeintel.lsifDefinitions.xrepo",
    "codeintel.lsifReferences",
    "codeintel.lsifReferences.xrepo",
    "codeintel.searchDefinitions",
    "codeintel.searchDefinitions.xrepo",
    "codeintel.searchReferences",
    "codeintel.searchReferences.xrepo",
    "codeintel.lsifDocumentHighlight",
    "codeintel.searchDocumentHighlight",
  ],
  Search: [
    "SearchSubmitted",
    "SearchResultsQueried",
    "DiffSearchResultsQueried",
    "ViewSearchResults",
    "SearchResultsFetched",
    "SearchResultClicked",
    "DynamicFilterClicked",
    "SearchResultsFetchFailed",
    "search.latencies.literal",
    "search.latencies.regexp",
    "search.latencies.structural",
    "search.latencies.symbol",
    "search.latencies.file",
    "search.latencies.repo",
    "search.latencies.diff",
    "search.latencies.commit",
    "search.latencies.frontend.code-load",
  ],
  Browse: ["ViewHome", "ViewRepository", "ViewBlob", "ViewTree", "ViewRepositoryDocs"],
  Notebooks: [
    "ViewSearchNotebookPage",
    "SearchNotebookPageViewed",
    "ViewSearchNotebooksListPage",
    "ViewEmbeddedNotebookPage",
    "SearchNotebookCreated",
    "SearchNotebookAddStar",
    "SearchNotebookAddBlock",
    "SearchNotebookRunBlock",
    "SearchNotebookBlocksUpdated",
  ],
  "Batch Changes": [
    "ViewBatchChangesListPage",
    "ViewBatchChangeApplyPage",
    "ViewBatchChangeDetailsPageAfterCreate",
    "ViewBatchChangeDetailsPageAfterUpdate",
    "ViewBatchChangeDetailsPagePage",
    "BatchSpecCreated",
    "BatchChangeCreated",
    "BatchChangeCreatedOrUpdated",
    "BatchChangeClosed",
    "BatchChangeDeleted",
  ],
  "Code Insights": [
    "ViewInsights",
    "ViewInsightsGetStartedPage",
    "StandaloneInsightPageViewed",
    "InsightAddition",
    "InsightEdit",
    "InsightRemoval",
    "InsightHover",
    "InsightDataPointClick",
    "InsightFiltersChange",
    "InsightUICustomization",
    "CodeInsightsSearchBasedCreationPageSubmitClick",
  ],
  "Code monitoring": [
    "ViewCodeMonitoringPage",
    "CodeMonitoringPageViewed",
    "CreateCodeMonitorPageViewed",
    "CreateCodeMonitorFormSubmitted",
    "ManageCodeMonitorFormSubmitted",
    "ManageCodeMonitorDeleteSubmitted",
    "CodeMonitorEmailLinkClicked",
    "CodeMonitoringLogsPageViewed",
  ],
  "Saved searches": ["SavedSearchEmailClicked", "SavedSearchSlackClicked"],
  "Extensions and IDE": [
    "ExtensionActivation",
    "ExtensionToggled",
    "IDESearchSubmitted",
    "VSCESearchSubmitted",
    "BrowserExtensionInstalled",
  ],
  Administration: ["ViewSiteAdminOverview", "ViewSiteAdminRepositories", "ViewCodeIntelUploadsPage"],
};

const NOT_ACTIVE: Readonly<Record<string, readonly string[]>> = {
  "Sign-in": [
    "ViewSignIn",
    "ViewSignUp",
    "SignInAttempted",
    "SignInFailed",
    "SignInSucceeded",
    "SignOutAttempted",
    "SignOutSucceeded",
    "PasswordResetRequested",
    "PasswordChanged",
    "EmailVerified",
    "ExternalAuthSignupSucceeded",
  ],
  System: ["ping", "SavedSearchEmailNotificationSent"],
};

/** Sent by a release that this product does not know yet: listed, and not counted as use until classified. */
export const UNCLASSIFIED: EventKind = { family: "Not classified", active: false };

function catalogue(): ReadonlyMap<string, EventKind> {
  const kinds = new Map<string, EventKind>();
  for (const [groups, active] of [
    [FAMILIES, true],
    [NOT_ACTIVE, false],
  ] as const) {
    for (const [family, names] of Object.entries(groups)) {
      for (const name of names) kinds.set(name, { family, active });
    }
  }
  return kinds;
}

export const EVENTS = catalogue();

/** `source` as sent → the client as people call it. */
export const CLIENTS: Readonly<Record<string, string>> = {
  WEB: "Web",
  CODEHOSTINTEGRATION: "Code host integration",
  IDEEXTENSION: "IDE extension",
  BACKEND: "Backend",
  STATICWEB: "Static web",
};
