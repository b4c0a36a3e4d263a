package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.FlowBuilder;
import java.util.List;

/** Using up what a service has. */
final class Floods {
  private static final double RANDOM = 1;
  private static final int[] SERVICES = {22, 80, 443, 445, 502, 993, 3_389, 4_840};

  private final Target target;
  private final Plant plant;
  private final Choices choices;
  private final Dice dice;

  Floods(Target target, Choices choices) {
    this.target = target;
    this.plant = target.plant();
    this.choices = choices;
    this.dice = choices.dice();
  }

  /** Half-open connections from one source. */
  Campaign syn() {
    boolean inside = dice.chance(0.5);
    String attacker = attacker(inside);
    Route route = route(attacker, inside ? servers() : plant.exposed());
    Pace pace = burst(60, 600);
    return new Campaign(
        target.wire(),
        choices,
        attacker,
        pace,
        (at, n, campaign) -> campaign.strike(at, route.to(), half(at, campaign.dice(), route)));
  }

  /** The same, or UDP, from many sources that are not real. */
  Campaign distributed() {
    Route aim = route("", plant.exposed());
    Pace pace = burst(80, 800);
    int sources = choices.count("sources", 300, 20_000);
    boolean udp = dice.chance(0.3);
    Dice pool = dice.of("sources");
    return new Campaign(target.wire(), choices, null, pace, (at, n, campaign) -> {
      Dice d = campaign.dice();
      Route route = aim.from(Internet.address(pool.of(d.below(sources))));
      campaign.strike(at, route.to(), udp ? datagram(at, d, route) : half(at, d, route));
    });
  }

  private static FlowBuilder half(long at, Dice dice, Route route) {
    return dice.chance(0.1)
        ? Conversation.refused(at, dice, route)
        : Conversation.unanswered(at, dice, route, 0, 1);
  }

  private static FlowBuilder datagram(long at, Dice dice, Route route) {
    return Conversation.udp(at, dice, route, 0, dice.between(64, 1_200), 0).service(null);
  }

  /** Many connections that say next to nothing and are held for long. */
  Campaign slow() {
    boolean inside = dice.chance(0.6);
    String attacker = attacker(inside);
    Route route = route(attacker, inside ? servers() : plant.exposed());
    Pace pace =
        new Pace(choices.number("rate", 2, 20), choices.count("connections", 150, 800), RANDOM);
    double hold = choices.number("hold", 20, 120);
    return new Campaign(target.wire(), choices, attacker, pace, (at, n, campaign) -> {
      Dice d = campaign.dice();
      long micros = d.size(hold * 1e6, 0.2);
      campaign.strikeLater(at + micros, route.to(), held(at + micros, d, route, micros));
    });
  }

  /** Seven in ten are thrown out at last. */
  private static FlowBuilder held(long at, Dice dice, Route route, long micros) {
    long out = dice.between(150, 1_500);
    return dice.chance(0.7)
        ? Conversation.reset(at, dice, route, micros, out, 0)
        : Conversation.tcp(at, dice, route, micros, out, dice.below(300));
  }

  private String attacker(boolean inside) {
    String drawn = inside ? plant.insider(dice) : Internet.address(dice);
    return choices.text("attacker", drawn);
  }

  private Route route(String attacker, List<Device> candidates) {
    Device drawn = dice.pick(Plant.without(candidates, attacker));
    String victim = choices.text("victim", drawn.address());
    int port = choices.oneOf("port", plant.device(victim).orElse(drawn).kind().servedOf(SERVICES));
    return new Route(attacker, victim, port, Intrusions.serviceOf(port));
  }

  private Pace burst(double low, double high) {
    double seconds = choices.number("seconds", 10, 60);
    return Pace.over(seconds, choices.number("rate", low * bigger(), high * bigger()), RANDOM);
  }

  /** A large plant's servers stand more. */
  private double bigger() {
    return StrictMath.sqrt(Math.max(1, target.rate() / 50));
  }

  private List<Device> servers() {
    return plant.all(
        DeviceKind.PLC,
        DeviceKind.HMI,
        DeviceKind.HISTORIAN,
        DeviceKind.OPC_SERVER,
        DeviceKind.WEB_SERVER);
  }
}
