using NodaTime;
using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Domain.Tests.Organisations;

public class LookingUpAnOrganisation
{
    static readonly OrganisationRegister Register = OrganisationRegister.Shipped;
    static readonly LocalDate LastDayOfTheGroups = new(2022, 6, 30);

    [Fact]
    public void Finds_it_by_its_code()
    {
        Register.Find(Code("NCC-CSC"))!.Name.ShouldBe("Nottinghamshire County Council, children's social care");
        Register.Find(Code("NCC-CSC"))!.PartOf.ShouldBe(Code("NCC"));
        Register.Find(Code("NOT-LISTED")).ShouldBeNull();
        Register.Find(default(OrganisationCode)).ShouldBeNull();
    }

    [Theory]
    [InlineData("NN-CCG", true, false)]
    [InlineData("BASSETLAW-CCG", true, false)]
    [InlineData("NN-ICB", false, true)]
    [InlineData("NCC", true, true)]
    [InlineData("NOT-LISTED", false, false)]
    public void Knows_on_which_side_of_1_July_2022_it_existed(string code, bool before, bool after)
    {
        Register.ExistedOn(Code(code), LastDayOfTheGroups).ShouldBe(before);
        Register.ExistedOn(Code(code), LastDayOfTheGroups.PlusDays(1)).ShouldBe(after);
    }

    [Theory]
    [InlineData("NN-CCG")]
    [InlineData("BASSETLAW-CCG")]
    public void Names_the_successor_of_one_that_was_abolished(string code)
    {
        Register.Find(Code(code))!.Successor.ShouldBe(Code("NN-ICB"));
        Register.Find(Code(code))!.To.ShouldBe(LastDayOfTheGroups);
    }

    [Theory]
    [InlineData("bassetlaw", 2022, 6, 30, "BASSETLAW-CCG")]
    [InlineData("bassetlaw", 2022, 7, 1, "NN-ICB")]
    [InlineData("newark-and-sherwood", 2019, 4, 1, "NN-CCG")]
    [InlineData("newark-and-sherwood", 2022, 7, 1, "NN-ICB")]
    public void Names_the_three_partners_of_a_place_on_a_day(string place, int year, int month, int day, string health) =>
        Register.StatutoryPartners(District.Parse(place), new LocalDate(year, month, day))
            .ShouldBe(new SafeguardingPartners(Code("NCC"), Code("NOTTS-POLICE"), Code(health)));

    [Fact]
    public void Names_no_health_partner_before_there_was_one() =>
        Register.StatutoryPartners(District.Parse("bassetlaw"), new LocalDate(2013, 3, 31)).HealthPartner.ShouldBeNull();

    [Fact]
    public void Knows_the_seven_districts_and_their_area()
    {
        Register.Districts.Select(d => d.Name).ShouldBe(
            ["Ashfield", "Bassetlaw", "Broxtowe", "Gedling", "Mansfield", "Newark and Sherwood", "Rushcliffe"]);
        Register.Find(District.Parse("bassetlaw")).ShouldBe(new NamedDistrict(District.Parse("bassetlaw"), "Bassetlaw", "Nottinghamshire"));
        Register.Find(District.Parse("nottingham")).ShouldBeNull();
    }

    [Fact]
    public void Has_the_members_and_bodies_that_the_partnerships_records_name() =>
        new[]
        {
            "NSCP", "NOTTS-POLICE", "NCC", "NCC-CSC", "NCC-ELS", "NCC-PH", "NN-CCG", "BASSETLAW-CCG", "NN-ICB", "NHCFT", "DBTH", "NUH",
            "SFHT", "PANEL", "OFSTED", "SECRETARY-OF-STATE", "NCSCP", "NOTTINGHAM-CITY", "SCHOOL", "GP", "YJS",
        }.Where(code => Register.Find(Code(code)) is null).ShouldBeEmpty();

    static OrganisationCode Code(string code) => OrganisationCode.Parse(code);
}
