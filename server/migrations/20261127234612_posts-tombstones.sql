CREATE TABLE "post_tombstones" (
	"source_id" integer NOT NULL,
	"code" bigint NOT NULL,
	"content" bigint NOT NULL,
	"address" bigint,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "post_tombstones_source_id_code_pk" PRIMARY KEY("source_id","code")
);
