package io.fedics.detect.domain.physics;

/** Another host that answered. Seconds are epoch seconds; 0 means never. */
final class Peer {
  long first;
  long last;
  long firstIcs;
  long firstWrite;
  /** Whether it is outside the site. */
  boolean external;
}
