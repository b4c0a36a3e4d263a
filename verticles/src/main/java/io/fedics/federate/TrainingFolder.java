package io.fedics.federate;

import io.fedics.fl.grpc.Checkpoint;
import java.util.Optional;

/** What is kept of a training that is not at its end. Calls block. */
public interface TrainingFolder {

  /** Name of the training; the same until it is at its end. */
  String run();

  /** Behind the last finished round. */
  Optional<Checkpoint> load();

  /** As a whole or not at all, and on the disk when it returns. */
  void store(Checkpoint checkpoint);
}
