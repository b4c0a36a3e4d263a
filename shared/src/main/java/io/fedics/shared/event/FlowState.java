package io.fedics.shared.event;

/** How a connection went, whatever the sensor calls it. */
public enum FlowState {
  /** Asked, no answer (Zeek S0, Argus {@code S_}, Suricata {@code new}). */
  ATTEMPTED,
  /** Asked and refused (Zeek REJ, a RST to the first packet). */
  REJECTED,
  /** Both sides spoke and it ended well or goes on. */
  ESTABLISHED,
  /** Both sides spoke and one broke it off. */
  RESET,
  /** Seen only in part: begun before the sensor looked, or one direction only. */
  PARTIAL;

  /** True when the asking side got nothing for it. */
  public boolean failed() {
    return this == ATTEMPTED || this == REJECTED;
  }
}
