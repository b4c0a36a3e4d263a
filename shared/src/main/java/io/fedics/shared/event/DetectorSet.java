package io.fedics.shared.event;

import java.util.List;

/** The detectors a verdict waits for, from {@code fromSecond} (epoch) on. */
public record DetectorSet(
    String site, String source, long seq, long fromSecond, List<String> detectors)
    implements ControlEvent {

  public DetectorSet {
    detectors = List.copyOf(detectors);
  }
}
