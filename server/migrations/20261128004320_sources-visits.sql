CREATE TABLE "site_links" (
	"source_id" integer NOT NULL,
	"link" text NOT NULL,
	"tries" smallint DEFAULT 1 NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"retry_at" timestamp with time zone,
	CONSTRAINT "site_links_source_id_link_pk" PRIMARY KEY("source_id","link")
);
--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "day_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "day_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "moved_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "site_links" ADD CONSTRAINT "site_links_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;