package dev.portmanager.jmx.bean;

import dev.portmanager.Diagnosis;
import dev.portmanager.PortManager;
import dev.portmanager.Printable;
import dev.portmanager.jmx.Operation;
import dev.portmanager.jmx.PortManagerMXBean;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** What the bean with the attributes shows. Safe for use by several threads. */
final class ManagerView extends ActivityView implements PortManagerMXBean {

  private static final int LONGEST_FINDING = 500;

  private final PortManager manager;
  private final Set<Operation> allowed;
  private final Instant start = Instant.now();

  ManagerView(PortManager manager, Activity activity, Set<Operation> allowed, Losses losses) {
    super(manager, activity, losses.events(), losses.notifications());
    this.manager = manager;
    this.allowed = allowed;
  }

  /**
   * How much did not get through.
   *
   * @param events tells how many events were dropped
   * @param notifications tells how many notifications were dropped
   */
  record Losses(LongSupplier events, LongSupplier notifications) {}

  @Override
  public String getName() {
    return manager.getName();
  }

  @Override
  public String getPortRanges() {
    return manager.getMinPort() + "-" + manager.getMaxPort();
  }

  @Override
  public String getVersion() {
    return Optional.ofNullable(ManagerView.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }

  @Override
  public Date getStartTime() {
    return Date.from(start);
  }

  @Override
  public String[] getFindings() {
    return read(manager::diagnose).stream()
        .filter(finding -> finding.level() != Diagnosis.Level.OK)
        .map(ManagerView::line)
        .toArray(String[]::new);
  }

  @Override
  public String getOwnerSearch() {
    return read(manager::diagnose).stream()
        .filter(finding -> finding.topic().equals(Diagnosis.OWNER_SEARCH))
        .findFirst()
        .map(finding -> Printable.of(finding.message(), LONGEST_FINDING))
        .orElse("");
  }

  private static String line(Diagnosis finding) {
    String remedy = finding.remedy().map(r -> "; " + r).orElse("");
    return Printable.of(
        finding.level() + " " + finding.topic() + ": " + finding.message() + remedy,
        LONGEST_FINDING);
  }

  @Override
  public boolean isOperationsEnabled() {
    return !allowed.isEmpty();
  }

  @Override
  public String[] getEnabledOperations() {
    return allowed.stream().sorted().map(Enum::name).toArray(String[]::new);
  }
}
