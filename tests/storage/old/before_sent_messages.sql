BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'papercrier','papers_and_batches','2026-11-28 11:04:37.895039+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'papercrier','chats_and_subscriptions','2026-11-28 11:04:37.895400+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'papercrier','summaries','2026-11-28 11:04:37.895581+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'papercrier','notes','2026-11-28 11:04:37.895742+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'papercrier','keepers_and_absences','2026-11-28 11:04:37.895984+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'papercrier','wishes_for_digests','2026-11-28 11:04:37.896528+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'papercrier','schedule','2026-11-28 11:04:37.897256+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'papercrier','outbox','2026-11-28 11:04:37.906131+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'papercrier','parts_to_be_known_again','2026-11-28 11:04:37.906529+00:00');
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
            paused INTEGER NOT NULL CHECK (paused IN (0, 1)), as_announced INTEGER NOT NULL DEFAULT 0
        CHECK (as_announced IN (0, 1)), quiet_note INTEGER NOT NULL DEFAULT 1
        CHECK (quiet_note IN (0, 1)),
            UNIQUE (platform, chat_id, thread_id)
        ) STRICT
    ;
INSERT INTO "chats" VALUES(1,'telegram','1','','08:00:00','0123456','Europe/Berlin','zh','full',3,'["survey"]',0,0,1);
INSERT INTO "chats" VALUES(2,'telegram','-5','7','08:00:00','0123456','UTC','en','full',10,'[]',0,0,1);
CREATE TABLE digests (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            slot TEXT NOT NULL,
            parts INTEGER NOT NULL,
            planned_at REAL NOT NULL,
            covered_before TEXT,
            listing TEXT,
            post TEXT NOT NULL DEFAULT '',
            told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
            UNIQUE (chat, slot)
        ) STRICT
    ;
INSERT INTO "digests" VALUES(1,1,'2024-03-08',3,1709884800.0,NULL,'2024-03-08','',0);
INSERT INTO "digests" VALUES(2,2,'2024-03-08',3,1709884800.0,NULL,'2024-03-08','',0);
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
CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            digest INTEGER NOT NULL REFERENCES digests ON DELETE CASCADE,
            part INTEGER NOT NULL,
            platform TEXT NOT NULL,
            state TEXT NOT NULL,
            due REAL NOT NULL,
            payload INTEGER REFERENCES payloads,
            attempts INTEGER NOT NULL DEFAULT 0,
            first_tried REAL,
            settled_at REAL,
            reason TEXT NOT NULL DEFAULT '',
            UNIQUE (digest, part)
        ) STRICT
    ;
INSERT INTO "outbox" VALUES(1,1,0,'telegram','sent',1709884800.0,NULL,1,1709884800.0,1709884800.0,'');
INSERT INTO "outbox" VALUES(2,1,1,'telegram','queued',1709884800.0,2,0,NULL,NULL,'');
INSERT INTO "outbox" VALUES(3,1,2,'telegram','behind',1709884800.0,3,0,NULL,NULL,'');
INSERT INTO "outbox" VALUES(4,2,0,'telegram','claimed',1709884800.0,1,0,NULL,NULL,'');
INSERT INTO "outbox" VALUES(5,2,1,'telegram','behind',1709884800.0,2,0,NULL,NULL,'');
INSERT INTO "outbox" VALUES(6,2,2,'telegram','behind',1709884800.0,3,0,NULL,NULL,'');
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
CREATE TABLE payloads (
            id INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            body TEXT NOT NULL
        ) STRICT
    ;
INSERT INTO "payloads" VALUES(1,X'609716FB71B6ADAF31FEBA7ADAA5C2D3','[{"html":"part 0","plain":"part 0","buttons":[],"pictures":[],"attachment":null}]');
INSERT INTO "payloads" VALUES(2,X'69CE9C6C422264608A3DB02C14777032','[{"html":"part 1","plain":"part 1","buttons":[],"pictures":[],"attachment":null}]');
INSERT INTO "payloads" VALUES(3,X'0F6ABE4232048DD034FF0D905AF7A3A3','[{"html":"part 2","plain":"part 2","buttons":[],"pictures":[],"attachment":null}]');
CREATE TABLE queries (
            id INTEGER PRIMARY KEY,
            normal_form TEXT NOT NULL UNIQUE
        ) STRICT
    ;
INSERT INTO "queries" VALUES(1,'cat:cs.CV AND "gravity waves"');
CREATE TABLE schedule (
            chat INTEGER PRIMARY KEY REFERENCES chats ON DELETE CASCADE,
            platform TEXT NOT NULL,
            version INTEGER NOT NULL DEFAULT 0,
            look_at INTEGER,
            slot TEXT,
            slot_at INTEGER,
            held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
            last TEXT,
            covered TEXT,
            since TEXT,
            strikes INTEGER NOT NULL DEFAULT 0
        ) STRICT
    ;
INSERT INTO "schedule" VALUES(1,'telegram',2,1709971200,'2024-03-09',1709971200,0,'2024-03-08','2024-03-08','2024-03-08T08:00:00+00:00',0);
INSERT INTO "schedule" VALUES(2,'telegram',2,1709971200,'2024-03-09',1709971200,0,'2024-03-08','2024-03-08','2024-03-08T08:00:00+00:00',0);
CREATE TABLE seen (
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            paper TEXT NOT NULL,
            digest INTEGER,
            day TEXT NOT NULL,
            PRIMARY KEY (chat, paper)
        ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "seen" VALUES(1,'2403.00001',1,'2024-03-08');
INSERT INTO "seen" VALUES(2,'2403.00001',2,'2024-03-08');
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
CREATE TABLE tallies (
            platform TEXT NOT NULL,
            what TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (platform, what)
        ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "tallies" VALUES('telegram','sent',1);
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
CREATE INDEX schedule_by_moment ON schedule (platform, look_at, chat)
        WHERE look_at IS NOT NULL
    ;
CREATE TRIGGER other_time AFTER UPDATE OF time, days, zone, as_announced, paused ON chats
        WHEN (OLD.time, OLD.days, OLD.zone, OLD.as_announced, OLD.paused)
            IS NOT (NEW.time, NEW.days, NEW.zone, NEW.as_announced, NEW.paused)
        BEGIN
            
        UPDATE schedule SET
            version = version + 1, slot = NULL, slot_at = NULL, held = 0,
            look_at = (SELECT 
    CASE
        WHEN chats.paused
        OR NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
        OR EXISTS (
            SELECT 1 FROM absences
            WHERE absences.platform = chats.platform
            AND absences.chat_id = chats.chat_id
            AND absences.thread_id IN ('', chats.thread_id)
        )
        THEN NULL ELSE 0
    END
 FROM chats WHERE chats.id = schedule.chat)
        WHERE chat = NEW.id
    ;
        END;
CREATE TRIGGER pause_began AFTER UPDATE OF paused ON chats
        WHEN NEW.paused AND NOT OLD.paused
        BEGIN
            UPDATE schedule SET covered = NULL, since = NULL WHERE chat = NEW.id;
        END;
CREATE TRIGGER topic_followed AFTER INSERT ON subscriptions
        BEGIN
            INSERT OR IGNORE INTO schedule (chat, platform)
            SELECT id, platform FROM chats WHERE id = NEW.chat;
            UPDATE schedule SET
                version = version + 1,
                since = CASE WHEN covered IS NULL AND look_at IS NULL THEN NEW.since ELSE since END
            WHERE chat = NEW.chat;
            
        UPDATE schedule SET
            version = version + 1, slot = NULL, slot_at = NULL, held = 0,
            look_at = (SELECT 
    CASE
        WHEN chats.paused
        OR NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
        OR EXISTS (
            SELECT 1 FROM absences
            WHERE absences.platform = chats.platform
            AND absences.chat_id = chats.chat_id
            AND absences.thread_id IN ('', chats.thread_id)
        )
        THEN NULL ELSE 0
    END
 FROM chats WHERE chats.id = schedule.chat)
        WHERE chat = NEW.chat AND look_at IS NULL
    ;
        END;
CREATE TRIGGER topic_dropped AFTER DELETE ON subscriptions
        BEGIN
            UPDATE schedule SET version = version + 1 WHERE chat = OLD.chat;
            UPDATE schedule SET
                look_at = NULL, slot = NULL, slot_at = NULL, held = 0,
                covered = NULL, since = NULL
            WHERE chat = OLD.chat
            AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = OLD.chat);
        END;
CREATE TRIGGER topic_taken_over AFTER UPDATE OF chat ON subscriptions
        BEGIN
            INSERT OR IGNORE INTO schedule (chat, platform)
            SELECT id, platform FROM chats WHERE id = NEW.chat;
            
        UPDATE schedule SET
            version = version + 1, slot = NULL, slot_at = NULL, held = 0,
            look_at = (SELECT 
    CASE
        WHEN chats.paused
        OR NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
        OR EXISTS (
            SELECT 1 FROM absences
            WHERE absences.platform = chats.platform
            AND absences.chat_id = chats.chat_id
            AND absences.thread_id IN ('', chats.thread_id)
        )
        THEN NULL ELSE 0
    END
 FROM chats WHERE chats.id = schedule.chat)
        WHERE chat = NEW.chat AND look_at IS NULL
    ;
        END;
CREATE TRIGGER chat_lost AFTER INSERT ON absences
            BEGIN
                
        UPDATE schedule SET
            version = version + 1, slot = NULL, slot_at = NULL, held = 0,
            look_at = (SELECT 
    CASE
        WHEN chats.paused
        OR NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
        OR EXISTS (
            SELECT 1 FROM absences
            WHERE absences.platform = chats.platform
            AND absences.chat_id = chats.chat_id
            AND absences.thread_id IN ('', chats.thread_id)
        )
        THEN NULL ELSE 0
    END
 FROM chats WHERE chats.id = schedule.chat)
        WHERE 
            chat IN (
                SELECT id FROM chats
                WHERE platform = NEW.platform AND chat_id = NEW.chat_id
                AND NEW.thread_id IN ('', thread_id)
            )
        
    ;
            END;
CREATE TRIGGER chat_back AFTER DELETE ON absences
            BEGIN
                
        UPDATE schedule SET
            version = version + 1, slot = NULL, slot_at = NULL, held = 0,
            look_at = (SELECT 
    CASE
        WHEN chats.paused
        OR NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id)
        OR EXISTS (
            SELECT 1 FROM absences
            WHERE absences.platform = chats.platform
            AND absences.chat_id = chats.chat_id
            AND absences.thread_id IN ('', chats.thread_id)
        )
        THEN NULL ELSE 0
    END
 FROM chats WHERE chats.id = schedule.chat)
        WHERE 
            chat IN (
                SELECT id FROM chats
                WHERE platform = OLD.platform AND chat_id = OLD.chat_id
                AND OLD.thread_id IN ('', thread_id)
            )
        
    ;
            END;
CREATE INDEX outbox_to_claim ON outbox (platform, due, id) WHERE state = 'queued';
CREATE INDEX outbox_taken ON outbox (platform, state)
        WHERE state IN ('claimed', 'sending')
    ;
CREATE INDEX outbox_troubles ON outbox (settled_at)
        WHERE state IN ('unknown', 'refused')
    ;
CREATE INDEX outbox_by_payload ON outbox (payload);
CREATE INDEX outbox_tried ON outbox (platform, due, id)
        WHERE state = 'queued' AND first_tried IS NOT NULL
    ;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('digests',2);
COMMIT;
