package io.fedics.detect.domain;

import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostSecond;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What hosts did in a second that is not complete yet, by address. Not thread-safe. */
public final class OpenHosts {
  private final TreeMap<String, HostSecond> byHost = new TreeMap<>();

  public void add(HostActivityPart part) {
    HostSecond known = byHost.get(part.host());
    byHost.put(part.host(), known == null ? HostSecond.of(part) : known.plus(part));
  }

  /** In order of the address. */
  public void forEach(BiConsumer<String, HostSecond> host) {
    byHost.forEach(host);
  }
}
