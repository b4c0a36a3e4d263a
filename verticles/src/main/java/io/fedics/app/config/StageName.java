package io.fedics.app.config;

import java.util.Locale;

/** The stages, in the order in which the data pass them; stopped in this order, started in the opposite one. */
public enum StageName {
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
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
