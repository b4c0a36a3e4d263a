package io.fedics.shared.event;

/** How a record with a table's own columns came to be judged. */
public enum RecordOrigin {
  /** With a flow of a site. */
  LIVE,
  /** Somebody asked. */
  ASKED,
  /** In an uploaded file. */
  UPLOAD,
  /** Made for a test. */
  TEST
}
