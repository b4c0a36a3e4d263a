package io.fedics.federate;

import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.ClientReported;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.RoundCompleted;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a detector's model of the stored round. Training goes on where that fails: the round itself is safe. */
final class BundledRounds {
  private static final Logger LOG = LoggerFactory.getLogger(BundledRounds.class);

  private final DetectorModel model;
  private final TrainingFolder folder;
  private final EventCodec codec = new EventCodec();

  BundledRounds(DetectorModel model, TrainingFolder folder) {
    this.model = model;
    this.folder = folder;
  }

  /** Of the round that was stored last, if there is one. Blocks. */
  synchronized void keepLast() {
    folder.load().ifPresent(this::keep);
  }

  private void keep(Checkpoint stored) {
    List<Event> told = stored.reports().stream()
        .map(report -> codec.decode(report.getBytes(StandardCharsets.UTF_8)))
        .toList();
    List<ClientReported> reports = told.stream()
        .filter(ClientReported.class::isInstance)
        .map(ClientReported.class::cast)
        .toList();
    told.stream()
        .filter(RoundCompleted.class::isInstance)
        .map(RoundCompleted.class::cast)
        .forEach(round -> keep(stored, round, reports));
  }

  private void keep(Checkpoint stored, RoundCompleted round, List<ClientReported> reports) {
    try {
      model.keep(stored.training(), round, reports);
    } catch (UncheckedIOException | IllegalArgumentException | BundleException e) {
      LOG.error("round {} of {} became no model: {}", round.round(), round.run(), e.getMessage());
    }
  }
}
