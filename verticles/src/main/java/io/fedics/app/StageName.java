package io.fedics.app;

import java.util.Locale;

/** The stages, in the order in which the data pass them; stopped in this order, started in the opposite one. */
enum StageName {
  INGEST,
  AGGREGATE,
  DETECT,
  CLASSIFY,
  PREDICT,
  INCIDENT,
  FEDERATE,
  PERSIST,
  PRESENT;

  /** As on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
