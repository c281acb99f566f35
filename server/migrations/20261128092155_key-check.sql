CREATE TABLE "key_check" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"proof" text NOT NULL
);
