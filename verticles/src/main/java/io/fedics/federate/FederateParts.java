package io.fedics.federate;

import io.fedics.fl.privacy.ledger.LedgerArchive;
import io.fedics.shared.stage.EventWriter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What the stage needs and cannot make itself.
 *
 * @param model that sites train; empty when a client brings it
 * @param port a free one to listen on; may block; asked again when somebody else was faster
 * @param ledger where spends are charged
 * @param keyFolder with the key that signs the ledger
 */
public record FederateParts(
    EventWriter writer,
    TrainingFolder folder,
    Optional<DetectorModel> model,
    Callable<Integer> port,
    LedgerArchive ledger,
    Path keyFolder,
    MeterRegistry registry,
    InstantSource clock) {}
