-- With what a published week could not give stands what would help.

ALTER TABLE shortfall ADD COLUMN relaxations jsonb;
COMMENT ON COLUMN shortfall.relaxations IS
  'changes that would help, alone or in pairs, each verified by planning the person''s week again; intervals, never reasons';
