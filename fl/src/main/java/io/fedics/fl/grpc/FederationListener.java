package io.fedics.fl.grpc;

import io.fedics.fl.round.RoundReport;
import java.util.Map;
import java.util.OptionalDouble;

/** Told what happens, in order. {@link #quarantined}, {@link #waiting}, {@link #scaled}, {@link #calibrated}, {@link #finished}, {@link #aborted} and {@link #stopped} on a worker thread, the rest on the event loop. */
public interface FederationListener {

  /** A client is there. */
  void joined(String client, String address);

  /** A client went: told to, or by itself. */
  void left(String client, Departure departure, String reason);

  /** A message was not taken; its client goes next. */
  void refused(String client, Refusal kind, String reason);

  /**
   * A site may not come back: too many of its messages were refused. Told before training goes on, and again by a server that
   * goes on with a training; what it throws ends the server.
   *
   * @param round under way, or next
   * @param refusals by site, of all of them
   * @param reason of the last refusal
   */
  default void quarantined(
      int round, String client, Map<String, Integer> refusals, String reason) {}

  /** Too few are there for the round that is next; told again whenever their number is another. */
  default void waiting(int round, int present, int needed) {}

  /** All sites scale alike from now on, by what they told of their rows. */
  default void scaled(int sites, long rows, int features) {}

  /**
   * The last round's model has the cut that rows of sites ask for.
   *
   * @param sites that told
   * @param cut logit that is 0 now; empty where they told too little, and it is where training left it
   */
  default void calibrated(int sites, long rows, OptionalDouble cut) {}

  /** Stores what training needs to go on; what it throws ends the server. Nobody is asked anything new before it returns. */
  void finished(RoundReport report, SavedTraining saved);

  /** No further round is permitted, for example because a privacy budget is spent; goodbyes follow. */
  void stopped(int finishedRounds, String reason);

  /** Too few answered; the round is tried again. */
  void aborted(RoundReport report);
}
