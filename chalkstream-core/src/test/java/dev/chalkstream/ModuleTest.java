package dev.chalkstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.exported.ExportedTypes;
import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

/** Pins what the module shows and needs: a change here is a change of the public API. */
class ModuleTest {

  private static final ModuleDescriptor MODULE = Chalkstream.class.getModule().getDescriptor();

  @Test
  void theModuleExportsFourPackages() {
    assertThat(MODULE.exports())
        .filteredOn(export -> !export.isQualified())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrder(
            "dev.chalkstream",
            "dev.chalkstream.hls",
            "dev.chalkstream.media",
            "dev.chalkstream.storage");
  }

  @Test
  void theModuleNeedsNoFramework() {
    assertThat(MODULE.requires())
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactlyInAnyOrder(
            "java.base",
            "com.fasterxml.jackson.core",
            "com.github.benmanes.caffeine",
            "org.apache.commons.codec",
            "org.jspecify",
            "org.slf4j");
  }

  @Test
  void theseTypesAreExported() throws Exception {
    assertThat(ExportedTypes.besides(Chalkstream.class))
        .extracting(Class::getCanonicalName)
        .containsExactlyInAnyOrder(
            "dev.chalkstream.Chalkstream",
            "dev.chalkstream.ChalkstreamBuilder",
            "dev.chalkstream.ChalkstreamMetrics",
            "dev.chalkstream.ChalkstreamMetrics.Operation",
            "dev.chalkstream.IngestResult",
            "dev.chalkstream.NodeBusyException",
            "dev.chalkstream.PlaylistCustomizer",
            "dev.chalkstream.PlaylistPush",
            "dev.chalkstream.PlaylistPush.Listing",
            "dev.chalkstream.PlaylistSnapshot",
            "dev.chalkstream.PushName",
            "dev.chalkstream.SegmentDigest",
            "dev.chalkstream.SegmentName",
            "dev.chalkstream.SegmentRejectedException",
            "dev.chalkstream.SegmentRejectedException.Reason",
            "dev.chalkstream.SegmentUpload",
            "dev.chalkstream.SegmentUpload.Builder",
            "dev.chalkstream.SessionId",
            "dev.chalkstream.StreamId",
            "dev.chalkstream.StreamListener",
            "dev.chalkstream.StreamPolicy",
            "dev.chalkstream.StreamPolicy.Builder",
            "dev.chalkstream.StreamStatus",
            "dev.chalkstream.StreamStatus.State",
            "dev.chalkstream.TrackPush",
            "dev.chalkstream.WaitingRoom",
            "dev.chalkstream.hls.DateRange",
            "dev.chalkstream.hls.MediaMap",
            "dev.chalkstream.hls.MediaMap.Range",
            "dev.chalkstream.hls.MediaPlaylist",
            "dev.chalkstream.hls.MediaPlaylist.Builder",
            "dev.chalkstream.hls.MediaSegment",
            "dev.chalkstream.hls.PlaylistReader",
            "dev.chalkstream.hls.PlaylistType",
            "dev.chalkstream.hls.PlaylistWriter",
            "dev.chalkstream.hls.TargetDuration",
            "dev.chalkstream.media.Container",
            "dev.chalkstream.media.MediaFile",
            "dev.chalkstream.media.MediaInfo",
            "dev.chalkstream.media.MediaTrack",
            "dev.chalkstream.media.MediaTrack.Format",
            "dev.chalkstream.media.MediaTrack.Kind",
            "dev.chalkstream.media.ProbeResult",
            "dev.chalkstream.media.ProbeResult.Recognized",
            "dev.chalkstream.media.ProbeResult.Refused",
            "dev.chalkstream.media.TrackClock",
            "dev.chalkstream.media.TrackTiming",
            "dev.chalkstream.media.TrackTiming.Frames",
            "dev.chalkstream.media.TrackTiming.Span",
            "dev.chalkstream.media.TransportStreamProbe",
            "dev.chalkstream.storage.Blob",
            "dev.chalkstream.storage.BlobContent",
            "dev.chalkstream.storage.BlobInfo",
            "dev.chalkstream.storage.BlobKey",
            "dev.chalkstream.storage.BlobStore",
            "dev.chalkstream.storage.BlobStoreProvider",
            "dev.chalkstream.storage.BlobStores",
            "dev.chalkstream.storage.BlobVersion",
            "dev.chalkstream.storage.ByteRange",
            "dev.chalkstream.storage.DamagedBlobException",
            "dev.chalkstream.storage.MemoryBlobStoreProvider",
            "dev.chalkstream.storage.PutCondition",
            "dev.chalkstream.storage.PutCondition.Always",
            "dev.chalkstream.storage.PutCondition.IfAbsent",
            "dev.chalkstream.storage.PutCondition.IfVersion",
            "dev.chalkstream.storage.StoreFullException");
  }

  @Test
  void whatIsExportedHasSevenParametersOrComponentsAtMost() throws Exception {
    assertThat(ExportedTypes.withMoreParametersThan(7, Chalkstream.class)).isEmpty();
  }
}
