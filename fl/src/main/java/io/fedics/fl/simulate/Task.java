package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.site.SiteModel;
import java.util.List;
import java.util.function.Function;

/** What the sites of a simulated federation train, on which records, and how the model is judged. */
public sealed interface Task permits TableTask, WindowTask, ForestTask {

  /**
   * One site.
   *
   * @param model on its records
   * @param lying what it trains when it lies in this way; those who work on updates train honestly
   */
  record Member(SiteModel model, Function<Attack, SiteModel> lying) {
    /**
     * Sites whose records are their own and have no labels to lie about.
     *
     * @throws IllegalArgumentException when these are not as many as the clients
     */
    static List<Member> ofSites(List<SiteModel> sites, int clients) {
      if (clients != sites.size()) {
        throw new IllegalArgumentException(
            "clients: %d (expected: %d, one a site)".formatted(clients, sites.size()));
      }
      return sites.stream().map(site -> new Member(site, _ -> site)).toList();
    }
  }

  /** How records are shared out, in a word. */
  String partition();

  /**
   * @throws IllegalArgumentException for an attack that these records do not allow
   */
  void requirePossible(Attack attack);

  /**
   * @throws IllegalArgumentException when there are not enough records for all sites
   */
  List<Member> members(int clients, long seed);

  /** Whether records are labelled rows of a table, which can be scaled by sums and have a cut that can be moved. */
  default boolean hasLabelledRows() {
    return false;
  }

  /** What a site tells of its rows, bare or noised. */
  @FunctionalInterface
  interface SiteSums {
    /**
     * @param site from 0
     * @param rows shape {@code [rows][features]}
     */
    FeatureSums of(int site, double[][] rows);
  }

  /**
   * The same with features at mean 0 and deviation 1, by what all sites tell.
   *
   * @param largest scaled numbers are cut to [-largest, largest]; positive, perhaps infinite
   * @throws UnsupportedOperationException without labelled rows
   */
  default Task scaledBySums(int clients, long seed, SiteSums told, double largest) {
    throw new UnsupportedOperationException("scaling by sums of records that are no rows");
  }

  /**
   * Moves the cut to where most training rows of all sites are on the right side of it, by {@link LogitCounts}.
   *
   * @return new parameters, shape {@code [parameters]}
   * @throws UnsupportedOperationException without labelled rows
   */
  default double[] withCalibratedCut(double[] parameters) {
    throw new UnsupportedOperationException("a cut of records without labels");
  }

  /** On the records of all sites together. */
  SiteModel central();

  /**
   * Records that the server itself holds and trusts, drawn from those of all sites.
   *
   * @param examples how many, or all there are
   */
  SiteModel root(int examples, long seed);

  /** Judges parameters on records kept from all sites. */
  Judgement judge(double[] parameters);
}
