-- CreateTable
CREATE TABLE "annotation" (
    "id" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE NOT NULL,
    "text" TEXT NOT NULL,
    "metric" TEXT,
    "source" TEXT,
    "author" TEXT NOT NULL,
    "author_id" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "annotation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "annotation_valid_from_idx" ON "annotation"("valid_from");

-- AddForeignKey
ALTER TABLE "annotation" ADD CONSTRAINT "annotation_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the Prisma schema cannot say.
ALTER TABLE annotation ADD CONSTRAINT annotation_span CHECK (valid_to > valid_from);
