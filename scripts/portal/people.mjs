/**
 * The people of the demo, as its development issuer knows them. `role` is null for those who must not get in.
 * @typedef {{ email: string, name: string, job: string, role: string | null, hd: string, verified: boolean }} Person
 * @type {readonly Person[]}
 */
export const PEOPLE = [
  {
    email: "viewer@candor.example",
    name: "Vera Lindqvist",
    job: "Customer Engineer",
    role: "Viewer",
    hd: "candor.example",
    verified: true,
  },
  {
    email: "creator@candor.example",
    name: "Chidi Okafor",
    job: "Product Analyst",
    role: "Creator",
    hd: "candor.example",
    verified: true,
  },
  {
    email: "admin@candor.example",
    name: "Ada Moreau",
    job: "Data & Analytics lead",
    role: "Admin",
    hd: "candor.example",
    verified: true,
  },
  {
    email: "outsider@elsewhere.example",
    name: "Otto Fremd",
    job: "not allowed in, try it",
    role: null,
    hd: "elsewhere.example",
    verified: true,
  },
  {
    email: "unverified@candor.example",
    name: "Uma Halloran",
    job: "address never verified",
    role: null,
    hd: "candor.example",
    verified: false,
  },
];
