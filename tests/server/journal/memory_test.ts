import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { adoptSuite } from "./adopt_suite.ts";
import { appendSuite } from "./append_suite.ts";
import { blobSuite } from "./blob_suite.ts";
import { eraseSuite } from "./erase_suite.ts";
import { propertySuite } from "./property_suite.ts";
import { readSuite } from "./read_suite.ts";
import { searchSuite } from "./search_suite.ts";

appendSuite("createMemoryJournal()", createMemoryJournal);
readSuite("createMemoryJournal()", createMemoryJournal);
searchSuite("createMemoryJournal()", createMemoryJournal);
eraseSuite("createMemoryJournal()", createMemoryJournal);
propertySuite("createMemoryJournal()", createMemoryJournal);
blobSuite("createMemoryJournal()", createMemoryJournal);
adoptSuite("createMemoryJournal()", createMemoryJournal);
