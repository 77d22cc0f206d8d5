package dev.chalkstream.example.spring;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * What {@code application.properties} says of the streams.
 *
 * @param store the URI of the store
 * @param retention for how long a segment is kept, in minutes if no unit is given, 0 for ever
 * @param completionTimeout after how long a silent stream is over, in seconds if no unit is given
 */
@ConfigurationProperties("chalkstream")
record ChalkstreamProperties(
    String store,
    @DurationUnit(ChronoUnit.MINUTES) @DefaultValue("10") Duration retention,
    @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30") Duration completionTimeout) {}
