package io.fedics.app.up;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.Outputs;
import java.util.List;

/** The same decision in all but what is done beside an event: so that none of its answers is forgotten on the way. */
abstract class WatchedDecision implements Decision {
  private final Decision watched;

  WatchedDecision(Decision watched) {
    this.watched = watched;
  }

  @Override
  public final boolean concerns(RecordBytes record) {
    return watched.concerns(record);
  }

  @Override
  public final boolean gathers() {
    return watched.gathers();
  }

  @Override
  public boolean forget(String site, long lastSecond, Outputs out) {
    return watched.forget(site, lastSecond, out);
  }

  @Override
  public final List<KeyedState<?>> state() {
    return watched.state();
  }
}
