using Npgsql;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Tables;

/// <summary>An append rests on one revision of the calendar: accepting another waits for it, and it for the acceptance.</summary>
public class AcceptingACalendar(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waits_for_an_append_that_rests_on_the_list_in_force_and_keeps_later_ones_from_resting_on_it()
    {
        (await CalendarRevisions.InForceAsync(database.Application, Ct)).ShouldBe(1, "the list that the program ships");
        await using var writer = await database.Application.OpenConnectionAsync(Ct);
        await using var appending = await writer.BeginTransactionAsync(Ct);
        await AskAsync(writer, "select calendar_must_be(1, false)");
        (await AppendAsync(WorkingDayCalendar.Shipped).WaitAsync(TimeSpan.FromMinutes(1), Ct)).ShouldBeOfType<AppendOutcome.Appended>("appends do not wait for each other");

        var accepting = AcceptAsync(2);
        await UntilAsync("select count(*)::text from pg_locks where locktype = 'advisory' and not granted", "1");
        accepting.IsCompleted.ShouldBeFalse();
        (await CalendarRevisions.InForceAsync(database.Application, Ct)).ShouldBe(1);
        await appending.CommitAsync(Ct);

        (await accepting).ShouldBeOfType<AppendOutcome.Appended>();
        (await CalendarRevisions.InForceAsync(database.Application, Ct)).ShouldBe(2);
        (await Should.ThrowAsync<PostgresException>(() => AskAsync(writer, "select calendar_must_be(1, false)"))).SqlState.ShouldBe("ES003");
        await AskAsync(writer, "select calendar_must_be(2, false)");
        (await AppendAsync(WorkingDayCalendar.Shipped)).ShouldBe(new AppendOutcome.Outdated());
        (await AcceptAsync(2)).ShouldBe(new AppendOutcome.Outdated());
        (await database.TextsAsync("select (select count(*) from mt_events where tenant_id = '*DEFAULT*') || ' ' || (select count(*) from mt_events where tenant_id <> '*DEFAULT*')")).ShouldBe(["1 1"], "nothing of what was refused is stored");

        var read = (await CalendarRevisions.ReadAsync(database.Application, Ct))[^1];
        (read.List.Revision, read.AcceptedBy, read.List.Holidays.SequenceEqual(CalendarList.Shipped.Holidays)).ShouldBe((2, Manager.Name, true));
        (await AppendAsync(read.List.Calendar)).ShouldBeOfType<AppendOutcome.Appended>();
        (await database.Store.ReadAsync(Tenant, new StreamAddress.ById(Guid.NewGuid()), null, Ct)).Standing.ShouldBe(2, "each read tells the revision in force");
        await Should.ThrowAsync<PostgresException>(() => AskAsync(writer, "update calendar_revision set source = 'another'"));
        await Should.ThrowAsync<PostgresException>(() => AskAsync(writer, "delete from calendar_revision"));
    }

    Task<AppendOutcome> AcceptAsync(int revision)
    {
        var list = new CalendarList(CalendarList.Shipped.Provenance with { Revision = revision }, CalendarList.Shipped.Holidays);
        var envelope = new Story().On("2024-05-02", new CaseEvent.SinReceivedByPartners()).Last.Envelope with { Id = Guid.NewGuid(), CalendarRevision = revision };
        var entry = new CalendarEntry(envelope, CalendarEvent.RevisionAccepted.Of(list));
        return database.Store.AppendAsync(
            new(CalendarStream.Tenant, CalendarStream.Id, CalendarStream.Type, new ExpectedVersion.MustNotExist(), [CalendarStream.ToStore(entry)], null, [.. CalendarRevisions.Rows([entry]).Select(row => new RowChange.Insert(row))])
            {
                Condition = CalendarRevisions.Follows(WorkingDayCalendar.Shipped),
            }, Ct);
    }

    Task<AppendOutcome> AppendAsync(WorkingDayCalendar calendar)
    {
        var stream = Guid.CreateVersion7();
        return database.Store.AppendAsync(
            new(Tenant, stream, CaseStream.Type, new ExpectedVersion.MustNotExist(), [CaseStream.ToStore(Stories.Incident("24-2", "2024-05-02").Last)], null, []) { Condition = CalendarRevisions.RestsOn(calendar) }, Ct);
    }

    static async Task AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    async Task UntilAsync(string sql, string expected)
    {
        var end = Environment.TickCount64 + 60_000;
        while ((await database.TextsAsync(sql))[0] != expected)
        {
            if (Environment.TickCount64 > end) throw new TimeoutException($"Not {expected} after a minute: {sql}.");
            await Task.Delay(50, Ct);
        }
    }
}
