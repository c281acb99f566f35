CREATE TABLE "post_prints" (
	"post_id" bigint PRIMARY KEY NOT NULL,
	"print" "bytea" NOT NULL
);
