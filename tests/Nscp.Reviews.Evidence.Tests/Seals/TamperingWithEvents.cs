namespace Nscp.Reviews.Evidence.Tests.Seals;

/// <summary>Whatever a superuser does to the events is named: what was done, to which one, and to no other.</summary>
public class TamperingWithEvents(AttackedEvidence attacked) : IClassFixture<AttackedEvidence>
{
    static string Swap(int one, int other) =>
        $"update mt_events set seq_id = -1 where seq_id = {one}; update mt_events set seq_id = {one} where seq_id = {other}; update mt_events set seq_id = {other} where seq_id = -1";

    static string Forge(int number, Guid stream, int version) =>
        $"""
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, headers, user_name, is_archived)
        select {number}, gen_random_uuid(), '{stream}', {version}, data, type, timestamp, tenant_id, correlation_id, headers, user_name, false from mt_events where seq_id = 4
        """;

    [Theory]
    [InlineData("data = '{\"value\": \"Words of 3\"}'")]
    [InlineData("headers = headers || '{\"happenedOn\": \"2026-02-28\"}'")]
    [InlineData("headers = headers - 'recorderName'")]
    [InlineData("headers = null")]
    [InlineData("headers = headers || '{\"hash\": \"0b0eddfee6ac9a6ca05ef941233be6c1c1990778ad89c4881aa3470f113f55d6\"}'")]
    [InlineData("timestamp = timestamp + interval '1 microsecond'")]
    [InlineData("timestamp = 'infinity'")]
    [InlineData("user_name = 'u-8'")]
    [InlineData("user_name = null")]
    [InlineData("type = 'ticket_opened'")]
    [InlineData("type = 'tombstone'")]
    [InlineData("id = gen_random_uuid()")]
    [InlineData("correlation_id = 'c-2'")]
    [InlineData("causation_id = ''")]
    [InlineData("mt_dotnet_type = ''")]
    [InlineData("bdata = ''")]
    [InlineData("is_archived = true")]
    [InlineData("data = (repeat('[', 3000) || repeat(']', 3000))::jsonb")]
    [InlineData("headers = (repeat('[', 3000) || repeat(']', 3000))::jsonb")]
    public async Task By_one_change_of_one_column_names_it_altered(string change)
    {
        await CheckAsync($"update mt_events set {change} where seq_id = 4", "altered 4 A3");
        await CheckAsync($"update mt_events set {change} where seq_id = 6", "altered 6 A4");
        await CheckAsync($"update mt_events set {change} where seq_id = 10", "altered 10 C1");
    }

    [Fact]
    public async Task By_taking_an_event_from_its_stream_or_its_tenant_names_it_altered()
    {
        await CheckAsync("update mt_events set stream_id = null where seq_id = 4", "altered 4 other 3");
        await CheckAsync("update mt_events set stream_id = '{B}', version = 7 where seq_id = 4", "altered 4 B7");
        await CheckAsync("update mt_events set tenant_id = null where seq_id = 4", "altered 4 A3");
        await CheckAsync("update mt_events set tenant_id = 'three' where seq_id = 4", "altered 4 A3");
    }

    [Theory]
    [InlineData(4, 6, "reordered 4 A4", "reordered 6 A3")]
    [InlineData(1, 2, "reordered 1 A2", "reordered 2 A1")]
    [InlineData(2, 6, "reordered 2 A4", "reordered 6 A2")]
    [InlineData(2, 7, "reordered 2 B3", "reordered 7 A2")]
    [InlineData(3, 4, "reordered 3 A3", "reordered 4 B1")]
    [InlineData(10, 11, "reordered 10 B4", "reordered 11 C1")]
    public Task By_changing_the_places_of_two_in_the_log_names_both_reordered(int one, int other, params string[] found) => CheckAsync(Swap(one, other), found);

    [Theory]
    [InlineData(1, 2, "reordered 1 A2", "reordered 2 A1")]
    [InlineData(2, 3, "reordered 2 A3", "reordered 4 A2")]
    [InlineData(2, 4, "reordered 2 A4", "reordered 6 A2")]
    public Task By_changing_the_versions_of_two_names_both_reordered(int one, int other, params string[] found) => CheckAsync(
        $"update mt_events set version = -1 where stream_id = '{{A}}' and version = {one}; update mt_events set version = {one} where stream_id = '{{A}}' and version = {other}; "
        + $"update mt_events set version = {other} where stream_id = '{{A}}' and version = -1", found);

    [Fact]
    public Task By_moving_one_to_a_free_place_names_it_reordered() => CheckAsync("update mt_events set seq_id = 9 where seq_id = 4", "reordered 9 A3");

    [Fact]
    public async Task By_deleting_the_last_of_a_stream_names_it_missing()
    {
        await CheckAsync("delete from mt_events where seq_id = 6", "missing 6", "truncated A4");
        await CheckAsync("delete from mt_events where seq_id = 6; update mt_streams set version = 3 where id = '{A}'", "missing 6");
        await CheckAsync("delete from mt_events where seq_id = 31", "missing 31", "truncated other 1");
    }

    [Fact]
    public async Task By_deleting_some_in_the_middle_names_them_missing()
    {
        await CheckAsync("delete from mt_events where seq_id = 4", "missing 4 A3");
        await CheckAsync("delete from mt_events where seq_id = 1", "missing 1 A1");
        await CheckAsync("delete from mt_events where seq_id in (1, 2, 4)", "missing 1 A1", "missing 2 A2", "missing 4 A3");
        await CheckAsync("delete from mt_events where seq_id in (4, 7)", "missing 4 A3", "missing 7 B3");
    }

    [Fact]
    public async Task By_deleting_a_whole_stream_names_each_of_its_events_missing()
    {
        await CheckAsync("delete from mt_events where stream_id = '{B}'; delete from mt_streams where id = '{B}'", "missing 3", "missing 5", "missing 7", "missing 11");
        await CheckAsync("delete from mt_events where stream_id = '{B}'", "missing 3", "missing 5", "missing 7", "missing 11", "truncated B4");
    }

    [Fact]
    public Task By_deleting_a_stream_s_row_names_it() => CheckAsync("delete from mt_streams where id = '{B}'", "truncated B4");

    [Fact]
    public async Task By_inserting_one_names_it_inserted()
    {
        var other = Guid.CreateVersion7();
        await CheckForgedAsync(Forge(8, other, 1) + $"; insert into mt_streams (tenant_id, id, type, version) values ('one', '{other}', 'ticket', 1)", other, "inserted 8 other 1");
        await CheckForgedAsync(Forge(8, other, 1), other, "inserted 8 other 1");
        await CheckForgedAsync(Forge(9, Evidence.A, 5) + "; update mt_streams set version = 5 where id = '{A}'", Evidence.A, "inserted 9 A5");
        await CheckForgedAsync(Forge(9, Evidence.A, 5), Evidence.A, "inserted 9 A5");
    }

    /// <summary>The sealer has passed numbers that were rolled back, and no head says so: its own place does.</summary>
    [Fact]
    public async Task By_inserting_one_behind_the_sealer_s_place_and_before_it_is_sealed_names_it_inserted()
    {
        await using var evidence = await Evidence.MakeAsync();
        await Log.BurnAsync(evidence.Database, 3);
        await evidence.SealAsync();
        await evidence.TamperAsync(Forge(33, Evidence.A, 5) + "; update mt_streams set version = 5 where id = '{A}'");
        await SecondReading.HashAsync(evidence.Database, "one", Evidence.A, SecondReading.Ours, 5);
        (await evidence.FoundAsync()).ShouldBe(["inserted 33 A5"]);
        await evidence.SealAsync();
        (await evidence.FoundAsync()).ShouldBe(["inserted 33 A5"]);
    }

    /// <summary>No append can have put it there, and no sealer would come so far for a long time.</summary>
    [Fact]
    public async Task By_putting_one_above_every_number_that_was_given_names_it_inserted()
    {
        await CheckForgedAsync(Forge(1_000, Evidence.A, 5) + "; update mt_streams set version = 5 where id = '{A}'", Evidence.A, "inserted 1000 A5");
        await CheckAsync("update mt_events set seq_id = 1000 where seq_id = 4", "missing 4 A3", "inserted 1000 A3");
    }

    [Fact]
    public Task By_altering_one_and_giving_it_and_all_after_it_hashes_that_fit_names_them_all() => CheckAsync(
        async evidence =>
        {
            await evidence.TamperAsync("update mt_events set data = '{\"value\": \"other\"}' where seq_id = 2");
            await SecondReading.HashAsync(evidence.Database, "one", Evidence.A, SecondReading.Ours);
        }, "altered 2 A2", "altered 4 A3", "altered 6 A4");

    [Fact]
    public async Task Before_the_seal_names_it_by_the_recorded_hash_even_when_it_is_sealed_since()
    {
        await using var evidence = await Evidence.MakeAsync(isSealed: false);
        await evidence.TamperAsync("update mt_events set data = '{\"value\": \"other\"}' where seq_id = 2; delete from mt_events where seq_id = 5");
        (await evidence.FoundAsync()).ShouldBe(["altered 2 A2", "missing B2"]);
        await evidence.SealAsync();
        (await evidence.FoundAsync()).ShouldBe(["altered 2 A2", "missing B2"]);
    }

    [Fact]
    public async Task Before_the_seal_names_the_first_of_a_stream_missing_even_when_the_rest_is_sealed_since()
    {
        await using var evidence = await Evidence.MakeAsync(isSealed: false);
        await evidence.TamperAsync("delete from mt_events where seq_id = 3");
        (await evidence.FoundAsync()).ShouldBe(["missing B1"]);
        await evidence.SealAsync();
        (await evidence.FoundAsync()).ShouldBe(["missing B1"]);
    }

    [Fact]
    public async Task Before_the_seal_names_two_that_changed_places_and_a_tail_that_was_cut_off()
    {
        await using var evidence = await Evidence.MakeAsync(isSealed: false);
        await evidence.TamperAsync(Swap(2, 4) + "; delete from mt_events where seq_id in (7, 11)");
        (await evidence.FoundAsync()).ShouldBe(["reordered 2 A3", "reordered 4 A2", "truncated B4"]);
    }

    [Fact]
    public async Task Names_the_one_that_was_altered_and_not_those_that_were_appended_to_it_since()
    {
        await using var evidence = await Evidence.MakeAsync();
        await evidence.TamperAsync("update mt_events set data = '{\"value\": \"other\"}' where seq_id = 6");
        await evidence.AppendAsync("one", Evidence.A, 2);
        (await evidence.FoundAsync()).ShouldBe(["altered 6 A4"]);
        await evidence.SealAsync();
        (await evidence.FoundAsync()).ShouldBe(["altered 6 A4"]);
    }

    Task CheckForgedAsync(string forging, Guid stream, string found) => CheckAsync(
        async evidence =>
        {
            await evidence.TamperAsync(forging);
            await SecondReading.HashAsync(evidence.Database, "one", stream, SecondReading.Ours, stream == Evidence.A ? 5 : 1);
        }, found);

    Task CheckAsync(string tampering, params string[] found) => CheckAsync(evidence => evidence.TamperAsync(tampering), found);

    Task CheckAsync(Func<Evidence, Task> tamper, params string[] found) => attacked.CheckAsync(tamper, found);
}
