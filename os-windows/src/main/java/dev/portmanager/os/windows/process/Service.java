package dev.portmanager.os.windows.process;

/**
 * A service that runs.
 *
 * @param name its name, as {@code sc} takes it
 * @param pid the process it runs in
 * @param acceptsStop whether it can be stopped now
 */
public record Service(String name, long pid, boolean acceptsStop) {}
