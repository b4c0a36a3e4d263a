package io.fedics.ingest.format;

/** What a column of any format may tell of a flow. */
enum Field {
  /** Nothing we read: a label, a statistic. */
  OTHER,
  START,
  END,
  DURATION_SECONDS,
  DURATION_MILLIS,
  DURATION_MICROS,
  SRC_IP,
  SRC_PORT,
  DST_IP,
  DST_PORT,
  PROTOCOL,
  SERVICE,
  STATE,
  /** Argus: which side spoke. */
  DIRECTION,
  BYTES_OUT,
  BYTES_IN,
  BYTES_TOTAL,
  PACKETS_OUT,
  PACKETS_IN,
  PACKETS_TOTAL,
  TCP_FLAGS,
  /** TCP flags of the destination, to judge the state by. */
  TCP_FLAGS_IN,
  /** Zeek: one letter an event of the connection. */
  HISTORY,
  COMMUNITY_ID,
  ACCOUNT,
  ASSET,
  ICS_PROTOCOL,
  ICS_UNIT,
  ICS_FUNCTION,
  ICS_WRITE,
  ICS_ADDRESS,
  ICS_QUANTITY,
  ICS_VALUE,
  /** Suricata: what joins an alert to its flow. */
  FLOW_ID,
  /** Which kind of record this is. */
  KIND,
  LOGGED_AT,
  ALERT_TEXT,
  ALERT_ID,
  ALERT_SEVERITY
}
