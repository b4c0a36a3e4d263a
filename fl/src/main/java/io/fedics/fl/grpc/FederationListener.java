package io.fedics.fl.grpc;

import io.fedics.fl.round.RoundReport;

/** Told what happens, in order. {@link #finished} and {@link #aborted} on a worker thread, the rest on the event loop. */
public interface FederationListener {

  /** A client is there. */
  void joined(String client, String address);

  /** A client went: told to, or by itself. */
  void left(String client, Departure departure, String reason);

  /** A message was not taken; its client goes next. */
  void refused(String client, Refusal kind, String reason);

  /** Stores what training needs to go on; what it throws ends the server. Nobody is asked anything new before it returns. */
  void finished(RoundReport report, SavedTraining saved);

  /** Too few answered; the round is tried again. */
  void aborted(RoundReport report);
}
