import { MissingPage } from "#components/shell/missing-page.tsx";

export default function RootMissing() {
  return (
    <main>
      <MissingPage />
    </main>
  );
}
