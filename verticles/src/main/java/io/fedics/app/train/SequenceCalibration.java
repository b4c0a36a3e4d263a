package io.fedics.app.train;

import io.fedics.app.config.DetectorName;
import io.fedics.app.offline.Offline;
import io.fedics.app.offline.OfflineStages;
import io.fedics.detect.domain.learned.Models;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.score.QuantileTable;
import io.fedics.fl.model.score.ScoreSketch;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.ScoresSketched;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What normal windows score with an autoencoder of host-seconds, as the detector itself says it. */
public final class SequenceCalibration {
  private SequenceCalibration() {}

  /**
   * @param model without a table of rarity, or with one that does not matter
   * @param sites flows presumed normal, one source a site, in order of time
   */
  public static ScoreSketch scores(
      Bundle model, OfflineStages stages, List<Iterator<FlowObserved>> sites) {
    var sketch = new ScoreSketch();
    for (Iterator<FlowObserved> flows : sites) {
      Offline offline = judging(model, stages, sketch);
      flows.forEachRemaining(offline::accept);
      offline.finish();
    }
    return sketch;
  }

  /**
   * Whether {@link #scores} would find any, whichever the model. Reads no further than to the first ones.
   *
   * @param model any autoencoder of host-seconds
   */
  static boolean hasScores(Bundle model, OfflineStages stages, List<Iterator<FlowObserved>> sites) {
    var sketch = new ScoreSketch();
    for (Iterator<FlowObserved> flows : sites) {
      Offline offline = judging(model, stages, sketch);
      while (sketch.rows() == 0 && flows.hasNext()) {
        offline.accept(flows.next());
      }
      if (sketch.rows() == 0) {
        offline.finish();
      }
    }
    return sketch.rows() > 0;
  }

  private static Offline judging(Bundle model, OfflineStages stages, ScoreSketch sketch) {
    Bundle unknown = QuantileTable.of(1, new double[] {0, 1}, new double[] {1, 1})
        .into(model.change())
        .build();
    OfflineStages alone =
        stages.with(EnumSet.of(DetectorName.LSTM)).judgedBy(new OneModel(unknown));
    return new Offline(alone, 1, (_, event) -> {
      if (event instanceof ScoresSketched scores) {
        sketch.merge(
            scores.bins().stream().mapToInt(Integer::intValue).toArray(),
            scores.counts().stream().mapToLong(Long::longValue).toArray());
      }
    });
  }

  /** Nothing but the model being made. */
  private record OneModel(Bundle bundle) implements Models {
    @Override
    public Bundle shipped(String kind) {
      return bundle;
    }

    @Override
    public Optional<Bundle> find(String sha256) {
      return Optional.of(bundle).filter(it -> it.sha256().equals(sha256));
    }
  }
}
