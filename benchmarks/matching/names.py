"""Names for made-up people: common ones of several peoples, and a long tail of rare ones."""

from dataclasses import dataclass
from itertools import product
from random import Random


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True)
class People:
    """Names that go together, the common before the rare. `weight`: families in a hundred."""

    weight: int
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    surnames: tuple[str, ...]
    double: float = 0.0  # how many families bear a double name


ENGLISH_TAIL = tuple(
    first + last
    for first, last in product(
        words(
            "Ash Bar Black Brad Bur Car Chad Clay Crow Dal Dun East Elm Fair Fen Gar Green Had Hal "
            "Ham Har Hart Haw Hay Hol Hurst Ken Lang Lin Lock Mar Mid Mil Nor Oak Old Pen Pres Ran "
            "Red Roth Rush Sal Shel Stan Stock Stub Thorn Up Wad Wal War West Whit Wil Win Wood"
        ),
        words(
            "berry bourne bridge brook burn bury combe cott croft dale den field ford gate grave "
            "ham hill house hurst land ley low man mere more over port ridge row shaw side stead "
            "stone thorpe ton wall ward water well wick wood worth yard"
        ),
    )
)
POLISH_TAIL = tuple(
    stem + end
    for stem, end in product(
        words("Bor Dab Gor Jan Kal Kam Kow Krol Lew Mal Mar Mich Now Ost Paw Piotr Rut Sad Sob Wit "
              "Wis Zaw Ziel Zak Klim Jab Kacz Czar Gr Bial"),
        words("owski ewski inski icki czyk iak alski ecki orek ak uk ewicz owicz"),
    )
)  # fmt: skip
YORUBA_TAIL = tuple(
    stem + end
    for stem, end in product(
        words("Ade Aki Ayo Baba Ola Olu Ogun Ore Femi Ige Ani Oke Nwa Chi Eze Obi Uche Ike"),
        words("bayo wale leke tunde yemi niyi sanya kunle dele bola fe kwu ma nna fo gu"),
    )
)

PEOPLES = (
    People(
        54,
        words(
            "Olivia Amelia Sophie Jessica Emily Chloe Ella Grace Lily Charlotte Megan Lucy Hannah "
            "Katie Elizabeth Rebecca Samantha Catherine Victoria Abigail Isabella Eleanor Rachel "
            "Sarah Emma Laura Kelly Gemma Stacey Lisa Claire Donna Michelle Nicola Joanne Susan "
            "Margaret Alexandra Jennifer Natasha Stephanie Kimberley Bethany Molly Ruby "
            "Daisy Poppy "
            "Freya Evie Isla Ava Mia Scarlett Imogen Paige Amber Caitlin Leah Georgia Zoe Phoebe "
            "Alice Florence Matilda Rosie Niamh Siobhan Teresa Patricia Christine Deborah Danielle"
        ),
        words(
            "Oliver Jack Harry George Thomas James William Joshua Daniel Matthew Joseph Samuel "
            "Benjamin Alexander Michael Christopher Andrew Robert Jonathan Nicholas Anthony Edward "
            "David Stephen Richard Charlie Jacob Alfie Freddie Oscar Archie Leo Logan Theo "
            "Henry Max "
            "Lucas Mason Ethan Finley Riley Tyler Jayden Callum Connor Kian Kyle Liam Luke Nathan "
            "Owen Reece Ryan Zachary Toby Dylan Lewis Darren Lee Wayne Craig Gary Jason "
            "Stuart Scott "
            "Dean Mark Paul Kevin Simon Ian Philip Peter John Sean Bradley Kieran Timothy Gareth"
        ),
        words(
            "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright "
            "Thompson Evans "
            "Walker White Roberts Green Hall Wood Jackson Clarke Harris Clark Lewis Baker Cooper "
            "King Turner Hill Ward Morris Moore Parker Watson Cook Harrison Morgan Bailey Carter "
            "Price Bennett Shaw Griffiths Richardson Collins Foster Mitchell Cox Marshall Simpson "
            "Chapman Stevens Phillips MacDonald O'Neill Murphy Kelly Hughes Edwards Barker Fletcher"
        )
        + ENGLISH_TAIL,
        double=0.05,
    ),
    People(
        17,
        words(
            "Aisha Fatima Zainab Maryam Khadija Amina Sana Hafsa Ayesha Sumaiya Yasmin Nadia Saima "
            "Shazia Rukhsana Farzana Samina Noor Iqra Zara Hania Inaya Layla Safiya Asma Bushra "
            "Halima Humaira Mehwish Nasreen Parveen Rabia Tahira Uzma Zahra Sadia Naila Kiran"
        ),
        words(
            "Mohammed Ali Ahmed Hassan Hussain Ibrahim Yusuf Omar Imran Bilal Hamza Usman Tariq "
            "Khalid Asif Nadeem Zain Adam Ismail Abdullah Abdul Faisal Haris Junaid Kashif Naveed "
            "Rizwan Sajid Shahid Waqas Zahid Adnan Farhan Irfan Kamran Mustafa Qasim Salman Iqbal"
        ),
        words(
            "Khan Hussain Ahmed Ali Begum Akhtar Mahmood Iqbal Malik Shah Rahman Miah Islam Uddin "
            "Chowdhury Bibi Mirza Qureshi Sheikh Siddiqui Butt Chaudhry Raja Aslam Bashir Rafiq "
            "Akram Mohammed Hassan Hossain Patel Rashid Saleem Yousaf Zaman Javed Anwar "
            "Latif Nawaz "
            "Abdi Hersi Warsame Farah Osman Jama Nur Mohamud Elmi Ismail Aden Dualeh Al-Hassan"
        ),
        double=0.05,
    ),
    People(
        9,
        words(
            "Simran Harleen Jasleen Manpreet Kiran Amrit Gurleen Navneet Prabhjot Jaspreet Manjit "
            "Kulwinder Jasvir Balvinder Parminder Harpreet Rajinder Sukhwinder Amandeep Gurpreet"
        ),
        words(
            "Arjun Gurveer Harjot Jasraj Gurdeep Balbir Harjinder Jaswinder Mohinder Narinder "
            "Ravinder Surinder Amarjit Jagdeep Gurpreet Manjit Rajesh Sandeep Harpreet Sukhdev"
        ),
        words(
            "Singh Kaur Sandhu Dhaliwal Gill Sidhu Grewal Bains Johal Dosanjh Sahota Uppal Mann "
            "Dhillon Rai Atwal Chahal Purewal Cheema Sangha Virk Samra Patel Sharma Kumar Lal Chand"
        ),
        double=0.12,
    ),
    People(
        10,
        words(
            "Katarzyna Malgorzata Agnieszka Magdalena Joanna Elzbieta Aleksandra Zofia "
            "Zuzanna Julia "
            "Maja Hanna Oliwia Wiktoria Natalia Oksana Kateryna Olena Iryna Svitlana Yulia Tetiana "
            "Mariana Ioana Elena Andreea Maria Anna Ewa Dorota"
        ),
        words(
            "Krzysztof Piotr Andrzej Tomasz Jan Pawel Michal Marcin Jakub Mateusz Wojciech "
            "Aleksander Kacper Szymon Bartosz Oleksandr Dmytro Volodymyr Andriy Serhiy Mykola Ivan "
            "Yevhen Ion Andrei Alexandru Mihai Florin Stefan Marek"
        ),
        words("Nowak Kowalski Wisniewski Wojcik Kaminski Lewandowski Zielinski Szymanski Popescu "
              "Ionescu Shevchenko Kovalenko Bondarenko Melnyk Tkachenko Kravchenko") + POLISH_TAIL,
    ),
    People(
        10,
        words(
            "Amara Chidinma Ngozi Ifeoma Folasade Temitope Blessing Grace Patience Mercy Shanice "
            "Tiana Aaliyah Imani Zainabu Abena Akosua Tendai Rutendo Chipo Precious Faith "
            "Joy Esther"
        ),
        words(
            "Chinedu Emeka Obinna Adebayo Oluwaseun Babatunde Emmanuel Samuel Daniel Kwame Kofi "
            "Tinashe Tatenda Tawanda Jerome Marlon Tyrone Andre Malachi Isaiah Elijah Joshua Victor"
        ),
        words("Okafor Okeke Adeyemi Ogunleye Mensah Owusu Boateng Moyo Ncube Dube Campbell Brown "
              "Williams Grant Francis Gordon Morgan Chen Wong Nguyen Tran") + YORUBA_TAIL,
        double=0.04,
    ),
)  # fmt: skip


def surname(chance: Random, people: People) -> str:
    """Common ones often, as in life: the chance falls with the place in the list."""
    one = _zipf(chance, people.surnames)
    if chance.random() < people.double:
        return f"{one}-{_zipf(chance, people.surnames)}"
    return one


def given_name(chance: Random, people: People, sex: str) -> str:
    return _zipf(chance, people.girls if sex == "F" else people.boys)


def any_people(chance: Random) -> People:
    return chance.choices(PEOPLES, [people.weight for people in PEOPLES])[0]


def _zipf(chance: Random, names: tuple[str, ...]) -> str:
    """Place k with a chance of about 1/(k + 6)."""
    top = len(names)
    while True:
        place = int(6 * ((top + 6) / 6) ** chance.random()) - 6
        if 0 <= place < top:
            return names[place]
