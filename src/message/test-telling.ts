/** Words that would tell a bystander what the appointments are for (experience.md 7), in both languages. */
export const TELLING =
  /recovery|addiction|\biop\b|drug|screen|detox|counsel|relapse|recuperaci|adicci|droga|desintox|consejer|reca[ií]da/i
