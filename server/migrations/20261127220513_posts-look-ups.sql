CREATE INDEX "posts_url" ON "posts" USING hash ("url");--> statement-breakpoint
CREATE INDEX "posts_tags" ON "posts" USING gin ("tags");