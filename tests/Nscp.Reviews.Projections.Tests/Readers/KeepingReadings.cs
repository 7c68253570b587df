using Npgsql;
using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Readers;

/// <summary>Who has read a case is only added to, stays within the partnership, and outlives a rebuild.</summary>
public sealed class KeepingReadings(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>
{
    [Theory]
    [InlineData("update case_reading set reader_name = 'Nobody'")]
    [InlineData("delete from case_reading")]
    [InlineData("truncate case_reading")]
    public async Task Is_all_that_the_application_may_do(string forbidden) => (await RefusedAsync(Here, forbidden)).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    [Theory]
    [InlineData("update case_reading set reader_name = 'Nobody'")]
    [InlineData("delete from case_reading")]
    [InlineData("truncate case_reading")]
    public async Task Is_all_that_even_the_owner_may_do(string forbidden) => (await RefusedAsync(database.Owner, forbidden)).ShouldBe("ES002");

    [Theory]
    [InlineData("select * from case_reading")]
    [InlineData("insert into case_reading (tenant_id) values ('NSCP')")]
    public async Task Is_not_for_the_log_reader(string forbidden) => (await RefusedAsync(database.Log, forbidden)).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    [Fact]
    public async Task Stays_within_the_partnership_and_is_left_alone_by_a_rebuild()
    {
        var (here, there) = (await database.RecordAsync(Stories.Incident("24-1", "2024-05-01")), await database.RecordAsync(Stories.Incident("24-1", "2024-05-01"), "ELSEWHERE"));
        var (mine, theirs) = (Reading("Sam Holt"), Reading("Somebody else"));
        (await CaseReadings.AddAsync(Here, Story.Tenant, Story.Ref("24-1"), mine, Ct)).ShouldBeTrue();
        (await CaseReadings.AddAsync(database.Sessions.SourceOf("ELSEWHERE"), "ELSEWHERE", Story.Ref("24-1"), theirs, Ct)).ShouldBeTrue();
        (await CaseReadings.AddAsync(Here, Story.Tenant, Story.Ref("24-99"), mine, Ct)).ShouldBeFalse();

        await database.RebuildAsync();

        (await NamesAsync(Story.Tenant, here)).ShouldBe(["Sam Holt"]);
        (await NamesAsync("ELSEWHERE", there)).ShouldBe(["Somebody else"]);
        (await NamesAsync(Story.Tenant, there)).ShouldBeEmpty();
        (await RefusedAsync(Here, "insert into case_reading (tenant_id, stream_id, read_at, reader_id, reader_name, reader_role, reader_display_role, reader_organisation, reading, details, correlation_id) values ('ELSEWHERE', gen_random_uuid(), now(), '', '', '', '', '', '', '{}', '')"))
            .ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    NpgsqlDataSource Here => database.Sessions.SourceOf(Story.Tenant);

    static RecordedReading Reading(string name) => new(
        Instant.FromUtc(2024, 5, 2, 9, 0), new Reader("u-9", name, "partner-delegate", "Partner Delegate", Story.Org("NCC")), "case", new Dictionary<string, string>(), null, "c-1");

    async Task<IEnumerable<string>> NamesAsync(string tenant, Guid stream) => (await CaseReadings.ReadAsync(database.Sessions.SourceOf(tenant), tenant, stream, null, null, 10, null, Ct)).Items.Select(r => r.By.Name);

    static async Task<string> RefusedAsync(NpgsqlDataSource by, string sql)
    {
        await using var command = by.CreateCommand(sql);
        return (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct))).SqlState;
    }
}
