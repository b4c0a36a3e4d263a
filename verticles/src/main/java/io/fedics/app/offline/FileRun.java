package io.fedics.app.offline;

import io.fedics.app.cli.ProgressBar;
import java.io.PrintWriter;
import java.time.Clock;

/** Files through the offline pipeline. */
public final class FileRun {
  /** Flows between two looks at the clock. */
  private static final int SHOWN_EVERY = 256;

  private FileRun() {}

  /**
   * @param flows all of them are read
   * @param offline fresh; knows no locations yet
   * @param err receives the progress
   */
  public static OfflineResult of(FileFlows flows, Offline offline, PrintWriter err) {
    flows
        .report()
        .locations()
        .forEach((named, place) ->
            offline.locate(flows.nameOf(named), place.latitude(), place.longitude()));
    var bar =
        new ProgressBar(err, ProgressBar.isTerminal(), Clock.systemUTC(), "flows", flows.size());
    long count = 0;
    while (flows.hasNext()) {
      offline.accept(flows.next());
      count++;
      if (count % SHOWN_EVERY == 0) {
        bar.show(count);
      }
    }
    bar.end(count);
    return offline.finish();
  }
}
