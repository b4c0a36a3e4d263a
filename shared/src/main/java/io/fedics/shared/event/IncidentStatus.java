package io.fedics.shared.event;

/** Open are new, acknowledged and reopened. */
public enum IncidentStatus {
  NEW,
  ACKNOWLEDGED,
  REOPENED,
  RESOLVED,
  FALSE_POSITIVE;

  public boolean open() {
    return this == NEW || this == ACKNOWLEDGED || this == REOPENED;
  }
}
