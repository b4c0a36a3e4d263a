package io.fedics.shared.event;

/**
 * What happens in a federated training, and to what it made. {@code site} is {@link #SITE}: a training is of all sites
 * together; of {@link ModelCompared} it is the site that compared. The Kafka key
 * is {@code federation|run}, so what happens in one run is in one partition, in order. {@code seq} is the microsecond it was
 * told in, or the next one free.
 */
public sealed interface FlEvent extends DataEvent
    permits RoundCompleted,
        ClientJoined,
        ClientReported,
        ClientLost,
        ClientRefused,
        BudgetSpent,
        InfluenceReported,
        TrainingStopped,
        ModelCompared {
  /** Where the units of an account or an event are the sites together. */
  String SITE = "federation";

  /** The training it belongs to; the same over restarts. */
  String run();
}
