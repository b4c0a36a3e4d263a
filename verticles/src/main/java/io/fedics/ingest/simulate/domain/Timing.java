package io.fedics.ingest.simulate.domain;

/** When something happens again. Stateless; times are microseconds since the epoch. */
sealed interface Timing {
  long SECOND = 1_000_000;
  long DAY = 86_400 * SECOND;

  /** The first time after {@code from}; the phase is random, as if it had gone on for long. */
  long first(long from, Dice dice);

  long after(long now, Dice dice);

  /** Mean number of times a second, over a week. */
  double perSecond();

  Timing faster(double factor);

  /**
   * Waits a fixed time between two turns, as pollers and timers do.
   *
   * @param jitter standard deviation of the wait, as a share of the period
   */
  static Timing every(double seconds, double jitter) {
    return new Periodic(seconds, jitter);
  }

  /** Independent of the past. */
  static Timing onAverageEvery(double seconds) {
    return new Poisson(1 / seconds);
  }

  /** What people do: independent of the past, by the hour and the weekday. */
  static Timing byPeopleEvery(double seconds) {
    return new People(1 / seconds);
  }

  /** Once a day at a local hour, {@code spreadMinutes} standard deviation. */
  static Timing daily(double hour, double spreadMinutes) {
    return new Daily(hour, spreadMinutes);
  }

  /** See {@link #every}. */
  record Periodic(double seconds, double jitter) implements Timing {
    @Override
    public long first(long from, Dice dice) {
      return from + (long) (dice.unit() * seconds * SECOND);
    }

    @Override
    public long after(long now, Dice dice) {
      double share = jitter == 0 ? 1 : Math.max(0.05, 1 + jitter * dice.normal());
      return now + Math.max(1, (long) (share * seconds * SECOND));
    }

    @Override
    public double perSecond() {
      return 1 / seconds;
    }

    @Override
    public Timing faster(double factor) {
      return new Periodic(seconds / factor, jitter);
    }
  }

  /** See {@link #onAverageEvery}. */
  record Poisson(double perSecond) implements Timing {
    @Override
    public long first(long from, Dice dice) {
      return after(from, dice);
    }

    @Override
    public long after(long now, Dice dice) {
      return now + (long) dice.exponential(SECOND / perSecond);
    }

    @Override
    public Timing faster(double factor) {
      return new Poisson(perSecond * factor);
    }
  }

  /** See {@link #byPeopleEvery}. */
  record People(double perSecond) implements Timing {
    private static final long STEP = 600 * SECOND;

    @Override
    public long first(long from, Dice dice) {
      return after(from, dice);
    }

    /** Spends an exponential amount of "work" at the speed of the hour. */
    @Override
    public long after(long now, Dice dice) {
      double work = dice.exponential(SECOND / perSecond);
      long at = now;
      while (true) {
        double speed = WorkingHours.level(at);
        long end = (at / STEP + 1) * STEP;
        if (work <= speed * (end - at)) {
          return at + (long) (work / speed);
        }
        work -= speed * (end - at);
        at = end;
      }
    }

    @Override
    public Timing faster(double factor) {
      return new People(perSecond * factor);
    }
  }

  /** See {@link #daily}. The spread must be small against a day. */
  record Daily(double hour, double spreadMinutes) implements Timing {
    private long onDay(long midnight, Dice dice) {
      return midnight + (long) ((hour * 60 + spreadMinutes * dice.normal()) * 60 * SECOND);
    }

    @Override
    public long first(long from, Dice dice) {
      long today = onDay(WorkingHours.localMidnight(from), dice);
      return today >= from ? today : onDay(WorkingHours.localMidnight(from) + DAY, dice);
    }

    @Override
    public long after(long now, Dice dice) {
      long meant = now - (long) (hour * 3_600 * SECOND); // near a midnight, before or after it
      long midnight = WorkingHours.localMidnight(meant + DAY / 2);
      return onDay(midnight + DAY, dice);
    }

    @Override
    public double perSecond() {
      return 1.0 / 86_400;
    }

    @Override
    public Timing faster(double factor) {
      return this; // a nightly job stays nightly
    }
  }
}
