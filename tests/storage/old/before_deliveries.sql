BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'papercrier','papers_and_batches','2026-11-28 11:04:35.804618+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'papercrier','chats_and_subscriptions','2026-11-28 11:04:35.804984+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'papercrier','summaries','2026-11-28 11:04:35.805186+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'papercrier','notes','2026-11-28 11:04:35.805433+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'papercrier','keepers_and_absences','2026-11-28 11:04:35.808974+00:00');
CREATE TABLE absences (
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (platform, chat_id, thread_id)
        ) STRICT, WITHOUT ROWID
    ;
CREATE TABLE announcements (
            archive TEXT NOT NULL,
            date TEXT NOT NULL,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,
            paper TEXT NOT NULL,
            version INTEGER,
            PRIMARY KEY (archive, date, position),
            FOREIGN KEY (archive, date) REFERENCES batches ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "announcements" VALUES('cs','2024-03-08',0,'new','2403.00001',NULL);
INSERT INTO "announcements" VALUES('cs','2024-03-08',1,'new','2403.00002',NULL);
CREATE TABLE batches (
            archive TEXT NOT NULL,
            date TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,
            count_new INTEGER,
            count_cross INTEGER,
            count_replace INTEGER,
            checked_at TEXT,
            PRIMARY KEY (archive, date)
        ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "batches" VALUES('cs','2024-03-08','complete','',2,0,0,'2024-03-08T08:00:00+00:00');
CREATE TABLE chats (
            id INTEGER PRIMARY KEY,
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            time TEXT NOT NULL,
            days TEXT NOT NULL,
            zone TEXT NOT NULL,
            language TEXT NOT NULL,
            detail TEXT NOT NULL,
            paper_limit INTEGER NOT NULL,
            muted TEXT NOT NULL,
            paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
            UNIQUE (platform, chat_id, thread_id)
        ) STRICT
    ;
INSERT INTO "chats" VALUES(1,'telegram','1','','08:00:00','0123456','Europe/Berlin','zh','full',3,'["survey"]',0);
INSERT INTO "chats" VALUES(2,'telegram','-5','7','08:00:00','0123456','UTC','en','full',10,'[]',0);
CREATE TABLE kept_chats (
            id INTEGER PRIMARY KEY,
            platform TEXT NOT NULL,
            chat_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            keeper_platform TEXT NOT NULL,
            keeper_chat_id TEXT NOT NULL,
            keeper_thread_id TEXT NOT NULL,
            title TEXT NOT NULL,
            UNIQUE (
                keeper_platform, keeper_chat_id, keeper_thread_id, platform, chat_id, thread_id
            )
        ) STRICT
    ;
INSERT INTO "kept_chats" VALUES(1,'telegram','-5','7','telegram','1','','A group');
CREATE TABLE notes (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "notes" VALUES('model spend','{"day": "2024-03-08", "money": 0.25, "tokens": 1200, "calls": 3, "total": {"day": "2024-03-01", "money": 2.5, "tokens": 9000, "calls": 20}}');
INSERT INTO "notes" VALUES('quota:2024-03-08:chat:telegram:1;','6');
INSERT INTO "notes" VALUES('quota:2024-03-08:user:telegram:1;','4');
INSERT INTO "notes" VALUES('since','then');
CREATE TABLE papers (
            base TEXT PRIMARY KEY,
            version INTEGER,
            title TEXT NOT NULL,
            abstract TEXT NOT NULL,
            authors TEXT NOT NULL,
            categories TEXT NOT NULL,
            primary_category TEXT NOT NULL,
            comment TEXT,
            journal_ref TEXT,
            doi TEXT,
            published TEXT,
            updated TEXT,
            licence TEXT,
            withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
            origin TEXT NOT NULL
        ) STRICT
    ;
INSERT INTO "papers" VALUES('2403.00001',1,'On waves 1','It waves. It waves a lot.','[{"name":"Ada Inkwell","affiliations":[]}]','["cs.CV"]','cs.CV',NULL,NULL,NULL,'2024-03-08T08:00:00+00:00','2024-03-08T08:00:00+00:00',NULL,0,'api');
INSERT INTO "papers" VALUES('2403.00002',1,'On waves 2','It waves. It waves a lot.','[{"name":"Ada Inkwell","affiliations":[]}]','["cs.CV"]','cs.CV',NULL,NULL,NULL,'2024-03-08T08:00:00+00:00','2024-03-08T08:00:00+00:00',NULL,0,'api');
CREATE TABLE queries (
            id INTEGER PRIMARY KEY,
            normal_form TEXT NOT NULL UNIQUE
        ) STRICT
    ;
INSERT INTO "queries" VALUES(1,'cat:cs.CV AND "gravity waves"');
CREATE TABLE subscriptions (
            id INTEGER PRIMARY KEY,
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            query INTEGER NOT NULL REFERENCES queries,
            label TEXT NOT NULL,
            since TEXT NOT NULL,
            UNIQUE (chat, query)
        ) STRICT
    ;
INSERT INTO "subscriptions" VALUES(1,1,1,'waves','2024-03-08T08:00:00+00:00');
INSERT INTO "subscriptions" VALUES(2,2,1,'waves','2024-03-08T08:00:00+00:00');
CREATE TABLE summaries (
            paper TEXT NOT NULL,
            version INTEGER NOT NULL,
            language TEXT NOT NULL,
            basis TEXT NOT NULL,
            model TEXT NOT NULL,
            prompt TEXT NOT NULL,
            summary TEXT NOT NULL,
            UNIQUE (paper, version, language, basis, model, prompt)
        ) STRICT
    ;
INSERT INTO "summaries" VALUES('2403.00001',1,'en','abstract','extractive','1','{"tldr":{"text":"It waves.","evidence":[{"section":"Abstract","quote":"It waves."}]},"takeaways":[{"text":"It waves.","evidence":[{"section":"Abstract","quote":"It waves."}]}],"provenance":{"model":"extractive","prompt":"1","made_at":"2024-03-08T08:00:00Z","paper_version":1,"basis":"abstract","language":"en","coverage":1.0,"stands_in":null},"analysis":{"background":[],"prior_work":[],"method":[],"results":[],"significance":[],"innovation":[],"performance":[],"workload":[],"limitations":[]},"keywords":[],"code_links":[],"title":""}');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX announcements_by_date ON announcements (date DESC, paper DESC, kind);
CREATE INDEX subscriptions_by_query ON subscriptions (query);
CREATE TRIGGER last_follower_left AFTER DELETE ON subscriptions
        WHEN NOT EXISTS (SELECT 1 FROM subscriptions WHERE query = OLD.query)
        BEGIN
            DELETE FROM queries WHERE id = OLD.query;
        END;
CREATE INDEX kept_by_chat ON kept_chats (platform, chat_id, thread_id);
COMMIT;
