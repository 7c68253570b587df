using NodaTime;
using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Domain.Tests.Organisations;

public class JudgingQuorum
{
    static readonly LocalDate Thursday30June2022 = new(2022, 6, 30);
    static readonly LocalDate Friday1July2022 = new(2022, 7, 1);

    public static TheoryData<string, string> Places() =>
        [.. OrganisationRegister.Shipped.Districts.Select(d => (d.Code.ToString(), d.Code.ToString() == "bassetlaw" ? "BASSETLAW-CCG" : "NN-CCG"))];

    [Theory, MemberData(nameof(Places))]
    public void Is_met_with_the_clinical_commissioning_group_of_the_place_until_30_June_2022(string place, string group)
    {
        Of(place, Thursday30June2022, "NCC", "NOTTS-POLICE", group).IsMet.ShouldBeTrue();
        Of(place, Thursday30June2022, "NCC", "NOTTS-POLICE", "NN-ICB").Missing.ShouldBe([SafeguardingPartner.HealthPartner]);
    }

    [Theory, MemberData(nameof(Places))]
    public void Is_met_with_the_integrated_care_board_from_1_July_2022(string place, string group)
    {
        Of(place, Friday1July2022, "NCC", "NOTTS-POLICE", "NN-ICB").IsMet.ShouldBeTrue();
        Of(place, Friday1July2022, "NCC", "NOTTS-POLICE", group).Missing.ShouldBe([SafeguardingPartner.HealthPartner]);
    }

    [Fact]
    public void Is_not_met_by_another_places_clinical_commissioning_group()
    {
        Of("bassetlaw", Thursday30June2022, "NCC", "NOTTS-POLICE", "NN-CCG").HealthPartner.ShouldBeFalse();
        Of("mansfield", Thursday30June2022, "NCC", "NOTTS-POLICE", "BASSETLAW-CCG").HealthPartner.ShouldBeFalse();
    }

    [Theory]
    [InlineData("NCC-CSC")]
    [InlineData("NCC-ELS")]
    [InlineData("NCC-PH")]
    public void Counts_the_councils_services_for_the_council(string service) =>
        Of("gedling", Friday1July2022, service, "NOTTS-POLICE", "NN-ICB").IsMet.ShouldBeTrue();

    [Fact]
    public void Does_not_count_another_areas_police_or_council() =>
        Of("ashfield", Friday1July2022, "NOTTINGHAM-CITY", "DERBYSHIRE-POLICE", "NN-ICB")
            .ShouldBe(new Quorum(LocalAuthority: false, Police: false, HealthPartner: true));

    [Fact]
    public void Does_not_count_relevant_agencies_or_unknown_ones()
    {
        var quorum = Of("ashfield", Friday1July2022, "NHCFT", "SFHT", "SCHOOL", "NSCP", "NSCP-CSPR", "NOT-LISTED");
        quorum.Missing.ShouldBe([SafeguardingPartner.LocalAuthority, SafeguardingPartner.Police, SafeguardingPartner.HealthPartner]);
        quorum.IsMet.ShouldBeFalse();
    }

    [Fact]
    public void Is_not_met_by_an_empty_room() =>
        Of("rushcliffe", Friday1July2022).ShouldBe(new Quorum(false, false, false));

    [Fact]
    public void Is_met_in_the_year_2019_20_by_the_members_that_the_annual_report_names() =>
        Of("broxtowe", new LocalDate(2019, 4, 1), "NOTTS-POLICE", "NCC-CSC", "NN-CCG", "NHCFT").IsMet.ShouldBeTrue();

    [Fact]
    public void Says_for_which_partner_someone_speaks()
    {
        var register = OrganisationRegister.Shipped;
        SafeguardingPartner? Speaks(string code) => register.SpeaksFor(OrganisationCode.Parse(code), District.Parse("bassetlaw"), Thursday30June2022);
        Speaks("NCC-CSC").ShouldBe(SafeguardingPartner.LocalAuthority);
        Speaks("NOTTS-POLICE").ShouldBe(SafeguardingPartner.Police);
        Speaks("BASSETLAW-CCG").ShouldBe(SafeguardingPartner.HealthPartner);
        Speaks("DBTH").ShouldBeNull();
    }

    [Fact]
    public void Refuses_a_district_that_the_register_does_not_know() =>
        Should.Throw<ArgumentException>(() => Of("bassetshire", Friday1July2022)).Message.ShouldContain("bassetshire");

    static Quorum Of(string place, LocalDate meeting, params string[] attending) =>
        Quorum.Of(OrganisationRegister.Shipped, attending.Select(OrganisationCode.Parse), District.Parse(place), meeting);
}
