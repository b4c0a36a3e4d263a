package io.fedics.fl.aggregate;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Who looks unlike the others over a training, by updates alone. Distances and twins are means over the rounds. An angle is
 * taken over all rounds at once, as FoolsGold compares what clients sent so far (Fung et al. 2020): who turns every update
 * round is seen in the first rounds, and later rounds, in which an honest update is mostly chance, do not hide him. Where the
 * server has labelled records of its own, they judge in place of the angle ({@link DescentCone}). What is kept
 * does not depend on the size of the model. Not thread-safe.
 */
public final class Suspicions {
  /**
   * What the server's records explain of an honest client's updates is at least so much of what they explain of the usual one's:
   * its traffic is like some of them. Who plants a backdoor learns what none of them says.
   */
  private static final double LEAST_EXPLAINED = 0.6;

  private final Map<String, Tally> tallies = new HashMap<>();
  private final Map<String, Agreement> agreements = new HashMap<>();

  /**
   * Sums over the rounds of a client.
   *
   * @param alignment of all its updates, one behind the other
   */
  public record Tally(
      double distance, double twin, double influence, Alignment alignment, int rounds) {
    private static Tally of(Influence one) {
      return new Tally(one.distance(), one.twin(), one.influence(), one.alignment(), 1);
    }

    private Tally plus(Tally other) {
      return new Tally(
          distance + other.distance,
          twin + other.twin,
          influence + other.influence,
          alignment.plus(other.alignment),
          rounds + other.rounds);
    }
  }

  /**
   * @param round all influences of one round
   */
  public void add(List<Influence> round) {
    round.forEach(one -> tallies.merge(one.client(), Tally.of(one), Tally::plus));
  }

  /**
   * What records of the server say of one round.
   *
   * @param agreements by id of the client
   */
  public void judge(Map<String, Agreement> agreements) {
    agreements.forEach((client, one) -> this.agreements.merge(client, one, Agreement::plus));
  }

  /** For {@link #goOn}; empty of a client that was never compared. */
  public Optional<Tally> tally(String client) {
    return Optional.ofNullable(tallies.get(client));
  }

  /** Takes what was known of a client before. */
  public void goOn(String client, Tally before) {
    tallies.merge(client, before, Tally::plus);
  }

  /** Forgets all others, who will not come again under their ids. */
  public void keepOnly(Collection<String> clients) {
    tallies.keySet().retainAll(clients);
    agreements.keySet().retainAll(clients);
  }

  /** By id of the client: all who were compared with others in some round. */
  public Map<String, Suspicion> byClient() {
    if (tallies.isEmpty()) {
      return Map.of();
    }
    List<String> clients = tallies.keySet().stream().sorted().toList();
    List<Tally> all = clients.stream().map(tallies::get).toList();
    double[] turned =
        all.stream().mapToDouble(tally -> tally.alignment.shortfall()).toArray();
    Influence.z(turned);
    double usual = usuallyExplained();
    Map<String, Suspicion> suspicions = new TreeMap<>();
    for (int i = 0; i < turned.length; i++) {
      Tally tally = all.get(i);
      suspicions.put(
          clients.get(i),
          new Suspicion(
              tally.distance / tally.rounds,
              turned[i],
              tally.twin / tally.rounds,
              tally.influence / tally.rounds,
              agreement(clients.get(i), usual)));
    }
    return suspicions;
  }

  private OptionalDouble agreement(String client, double usual) {
    Agreement judged = agreements.get(client);
    if (judged == null) {
      return OptionalDouble.empty();
    }
    double least = LEAST_EXPLAINED * usual;
    return OptionalDouble.of(
        least == 0 || judged.length() == 0
            ? judged.direction()
            : Math.min(judged.direction(), judged.explained() / least - 1));
  }

  private double usuallyExplained() {
    return agreements.isEmpty()
        ? 0
        : Vectors.median(
            agreements.values().stream().mapToDouble(Agreement::explained).toArray());
  }
}
