package io.fedics.shared.event;

/** A word for a severity. */
public enum SeverityLevel {
  INFO,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /**
   * @param severity in [0, 1]: critical from 0.9, high from 0.7, medium from 0.4, low from 0.2
   */
  public static SeverityLevel of(double severity) {
    if (severity >= 0.9) {
      return CRITICAL;
    }
    if (severity >= 0.7) {
      return HIGH;
    }
    if (severity >= 0.4) {
      return MEDIUM;
    }
    return severity >= 0.2 ? LOW : INFO;
  }
}
