using NodaTime;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Promise 8: no event without who recorded it, whose act it was, when it was true, known and recorded.</summary>
public class RecordingMetadata(LogDatabase database) : IClassFixture<LogDatabase>
{
    [Fact]
    public async Task Gives_back_all_of_it()
    {
        var full = Tickets.Metadata() with
        {
            RecorderName = "Zoë \"Z\" O’Neill 😀",
            ActorRole = "foreman",
            HappenedOn = new LocalDate(1999, 2, 28),
            KnownOn = new LocalDate(2024, 2, 29),
            RecordedAt = Instant.FromUtc(2026, 3, 29, 0, 59, 59) + Duration.FromNanoseconds(999_999_000),
            CalendarRevision = 12,
            CausationId = "cause-1",
            Reason = "because\nof \\ it",
            Despite = ["late", "out-of-turn"],
        };
        var read = await WrittenAndReadAsync(full);
        read.ShouldBe(full);
        read!.Despite.ShouldBe(["late", "out-of-turn"]);
    }

    [Fact]
    public async Task Gives_back_what_may_be_left_out_as_left_out()
    {
        var read = await WrittenAndReadAsync(Tickets.Metadata());
        read.ShouldBe(Tickets.Metadata());
        read!.Despite.ShouldBeEmpty();
    }

    public static TheoryData<string, Func<string, EventMetadata>> Texts => new()
    {
        { nameof(EventMetadata.RecorderId), text => Tickets.Metadata() with { RecorderId = text } },
        { nameof(EventMetadata.RecorderName), text => Tickets.Metadata() with { RecorderName = text } },
        { nameof(EventMetadata.RecorderRole), text => Tickets.Metadata() with { RecorderRole = text } },
        { nameof(EventMetadata.RecorderOrganisation), text => Tickets.Metadata() with { RecorderOrganisation = text } },
        { nameof(EventMetadata.ActorOrganisation), text => Tickets.Metadata() with { ActorOrganisation = text } },
        { nameof(EventMetadata.ActorRole), text => Tickets.Metadata() with { ActorRole = text } },
        { nameof(EventMetadata.HowKnown), text => Tickets.Metadata() with { HowKnown = text } },
        { nameof(EventMetadata.CorrelationId), text => Tickets.Metadata() with { CorrelationId = text } },
        { nameof(EventMetadata.CausationId), text => Tickets.Metadata() with { CausationId = text } },
        { nameof(EventMetadata.Reason), text => Tickets.Metadata() with { Reason = text } },
        { nameof(EventMetadata.Despite), text => Tickets.Metadata() with { Despite = ["late", text] } },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Is_refused_where_a_text_is_blank_or_cannot_be_stored(string name, Func<string, EventMetadata> with)
    {
        foreach (var text in (string[])["", " ", "\t", "a\0b", "half \ud83d", "\ude00 half", "\ud83dx"])
            Should.Throw<ArgumentException>(() => with(text)).ParamName.ShouldBe(name);
        with("whole-\ud83d\ude00").ShouldNotBe(Tickets.Metadata());
    }

    [Fact]
    public void Is_refused_with_a_code_that_holds_white_space() =>
        Should.Throw<ArgumentException>(() => Tickets.Metadata() with { Despite = ["two words"] });

    [Fact]
    public void Is_refused_without_a_calendar_revision() =>
        Should.Throw<ArgumentException>(() => Tickets.Metadata() with { CalendarRevision = 0 });

    [Fact]
    public void Is_refused_with_an_instant_finer_than_a_microsecond() =>
        Should.Throw<ArgumentException>(() => Tickets.Metadata() with { RecordedAt = Tickets.Morning + Duration.FromNanoseconds(100) });

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void Cuts_an_instant_to_the_microsecond_towards_the_past(int nanoseconds)
    {
        var instant = Instant.FromUtc(1999, 12, 31, 23, 59, 59) + Duration.FromNanoseconds(nanoseconds);
        var expected = Instant.FromUtc(1999, 12, 31, 23, 59, 59) - Duration.FromNanoseconds(nanoseconds < 0 ? 1000 : 0);
        SqlTime.Truncate(instant).ShouldBe(expected);
        SqlTime.ToInstant(SqlTime.ToSql(expected)).ShouldBe(expected);
    }

    [Fact]
    public void Keeps_instants_and_dates_far_from_now_but_no_infinity()
    {
        foreach (var instant in (Instant[])[Instant.FromUtc(1, 1, 1, 0, 0), Instant.FromUtc(9999, 12, 31, 23, 59)])
            SqlTime.ToInstant(SqlTime.ToSql(instant)).ShouldBe(instant);
        foreach (var date in (LocalDate[])[new(1, 1, 1), new(1999, 12, 31), new(9999, 12, 31)])
            SqlTime.ToDate(SqlTime.ToSql(date)).ShouldBe(date);
        Should.Throw<OverflowException>(() => SqlTime.ToInstant(long.MaxValue));
    }

    async Task<EventMetadata?> WrittenAndReadAsync(EventMetadata metadata)
    {
        var (tenant, stream) = ($"metadata-{Guid.NewGuid():n}", Guid.CreateVersion7());
        await database.AppendAsync(tenant, stream, Tickets.Opened("1") with { Metadata = metadata });
        return (await database.ReadAsync(tenant, stream)).Events.ShouldHaveSingleItem().Metadata;
    }
}
