using Nscp.Reviews.EventStore;
using Nscp.Reviews.Tool.Maintaining;

namespace Nscp.Reviews.Cluster.Tests.Tools;

public sealed class TellingOfARebuild
{
    static readonly RebuildProgress Halfway = new(RebuildPhase.Building, 500, 40_000, 500, 1_000, 100_000);

    [Fact]
    public void Says_how_many_are_done_of_how_many_at_what_rate_and_how_long_is_left() =>
        Sentence(Halfway, now: 40_000, seconds: 2).ShouldBe("40,000 of 100,000 events, 20,000 a second, 0:03 left");

    [Fact]
    public void Counts_for_the_rate_only_what_this_run_has_folded() =>
        Sentence(Halfway, now: 1_000, seconds: 2).ShouldBe("40,000 of 100,000 events, 500 a second, 2:00 left");

    [Fact]
    public void Says_no_rate_before_there_is_one() => Sentence(Halfway, now: 0, seconds: 2).ShouldBe("40,000 of 100,000 events");

    [Fact]
    public void Says_what_it_is_doing_when_all_is_folded() =>
        Sentence(Halfway with { Phase = RebuildPhase.Swapping, Events = 100_000 }, now: 100_000, seconds: 5).ShouldBe("100,000 of 100,000 events, writing the differences");

    static string Sentence(RebuildProgress value, long now, double seconds) => RebuildCommand.Sentence(value, now, TimeSpan.FromSeconds(seconds));
}
