package io.fedics.ingest.simulate.domain;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The daily work of one plant, and how its parts share the wanted rate. */
final class Schedule {
  /** People make this share of the flows; more, and the total would leave 10 % of the rate by day and by night. */
  private static final double PEOPLE_SHARE = 0.07;

  /** Machines other than pollers make at most this share. */
  private static final double MACHINES_SHARE = 0.3;

  /** Seldom work makes at most this share, which matters below one flow a second only. */
  private static final double SELDOM_SHARE = 0.05;

  /** How the work is fitted to the rate. */
  enum Group {
    /** Controllers asked in turn: fills what the others leave. */
    POLLING,
    /** Clocks, names, monitoring: keeps its natural pace unless that were too much. */
    MACHINES,
    /** Scaled to its share. */
    PEOPLE,
    /** A few times a day, at its natural pace. */
    SELDOM
  }

  private record Job(Group group, Timing timing, double flows, FlowSource source) {}

  private final Map<Group, Double> faster = new EnumMap<>(Group.class);
  private final List<Job> waiting = new ArrayList<>();
  private final Dice dice;
  private long started;

  Schedule(Dice dice) {
    this.dice = dice;
  }

  /**
   * @param flows mean number of flows each time
   */
  void add(Group group, Timing timing, double flows, FlowSource source) {
    waiting.add(new Job(group, timing, flows, source));
  }

  /** Paces everything added so far to {@code rate} flows per second on average over a weekday. */
  void fit(double rate) {
    double people = PEOPLE_SHARE * rate;
    double machines = Math.min(naturalRate(Group.MACHINES), MACHINES_SHARE * rate);
    double seldom = Math.min(naturalRate(Group.SELDOM), SELDOM_SHARE * rate);
    faster.put(Group.PEOPLE, people / naturalRate(Group.PEOPLE));
    faster.put(Group.MACHINES, machines / naturalRate(Group.MACHINES));
    faster.put(Group.SELDOM, seldom / naturalRate(Group.SELDOM));
    faster.put(Group.POLLING, (rate - people - machines - seldom) / naturalRate(Group.POLLING));
  }

  private double naturalRate(Group group) {
    double sum = 0;
    for (Job job : waiting) {
      if (job.group == group) {
        sum += job.timing.perSecond() * job.flows;
      }
    }
    return sum;
  }

  /** Starts what was added since the last call, at the pace of {@link #fit}. */
  void start(long from, Wire wire) {
    for (Job job : waiting) {
      Timing timing = job.timing.faster(faster.getOrDefault(job.group, 1.0));
      wire.begin(new Recurring(timing, from, dice.of(started++), wire, job.source));
    }
    waiting.clear();
  }
}
