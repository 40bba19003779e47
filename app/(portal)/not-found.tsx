import { MissingPage } from "#components/shell/missing-page.tsx";

export default MissingPage;
