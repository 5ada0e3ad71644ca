-- Indexes of the reads people wait for (src/schedule/hot-queries.rows.test.ts): without them a center two years old read
-- every shortfall and every episode it ever had.

CREATE INDEX shortfall_of_publication ON shortfall (center_id, publication_id);
CREATE INDEX episode_in_time ON episode (center_id, discharged_on);
