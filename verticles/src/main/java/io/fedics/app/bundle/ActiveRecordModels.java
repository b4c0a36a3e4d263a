package io.fedics.app.bundle;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.RecordModel;
import io.fedics.fl.model.record.RecordScorer;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.ingest.ActiveModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The active model of each table, for questions and uploads. Reads files: not for an event loop. Safe for threads. */
public final class ActiveRecordModels {
  private final ModelStore store;
  private final ActiveModels active;
  private List<String> hashes = List.of();
  private @Nullable RecordScorer scorer;

  public ActiveRecordModels(ModelStore store, ActiveModels active) {
    this.store = store;
    this.active = active;
  }

  /** Judges by what is active now. */
  public synchronized RecordScorer scorer() {
    Map<String, ActiveModels.Wanted> wanted = active.byDetector();
    List<Bundle> bundles = new ArrayList<>();
    for (RecordTable table : RecordTable.values()) {
      Optional.ofNullable(wanted.get(table.role()))
          .flatMap(ref -> store.find(ref.model().sha256()))
          .filter(bundle -> bundle.role().equals(table.role()))
          .or(() -> store.ifShipped(table.role()))
          .ifPresent(bundles::add);
    }
    List<String> found = bundles.stream().map(Bundle::sha256).toList();
    RecordScorer known = scorer;
    if (known == null || !found.equals(hashes)) {
      known = RecordScorer.of(bundles.stream().map(RecordModel::from).toList());
      hashes = found;
      scorer = known;
    }
    return known;
  }
}
