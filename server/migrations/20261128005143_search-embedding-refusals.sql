CREATE TABLE "embedding_refusals" (
	"post_id" bigint NOT NULL,
	"model" text NOT NULL,
	"text_hash" text NOT NULL,
	CONSTRAINT "embedding_refusals_post_id_model_pk" PRIMARY KEY("post_id","model")
);
--> statement-breakpoint
ALTER TABLE "embedding_refusals" ADD CONSTRAINT "embedding_refusals_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;